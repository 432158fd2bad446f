export { COMPRESSED_TYPES, FORMATS, typeOfFile, UPLOAD_TYPES, type Format } from '../upload/formats.ts';
export { entryKind } from '../upload/entry-kind.ts';
export { fileUrl, nameOfUrl } from '../upload/file-url.ts';
