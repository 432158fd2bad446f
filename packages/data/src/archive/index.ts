export { datasetId, shownDatasetId, type AskedReading } from './dataset-id.ts';
export { UPLOAD_LIMITS, type UploadLimits } from '../upload/limits.ts';
export { type Part } from '../upload/parts.ts';
export { openRows, openUpload, readUpload, type OpenedUpload } from './read-upload.ts';
export { type Upload } from '../upload/upload.ts';
