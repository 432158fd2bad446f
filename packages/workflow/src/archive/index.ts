export { UPLOAD_LIMITS, type UploadLimits } from './limits.ts';
export { type Part } from './parts.ts';
export { readUpload } from './read-upload.ts';
export { type Upload } from './upload.ts';
