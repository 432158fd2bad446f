export { COMPRESSED_TYPES, FORMATS, typeOfFile, UPLOAD_TYPES, type Format } from '../upload/formats.ts';
