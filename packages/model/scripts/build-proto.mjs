// Generates src/onnx/onnx_pb.js and its types from proto/onnx.proto. Both tools come from npm, for this only: the result is committed.
import { execFileSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

const PACKAGE = fileURLToPath(new URL('..', import.meta.url));
const TOOLS = ['@bufbuild/buf@1.75.0', '@bufbuild/protoc-gen-es@2.17.0'];

const folder = mkdtempSync(join(tmpdir(), 'stepwell-proto-'));
try {
  execFileSync('npm', ['install', '--prefix', folder, '--no-save', ...TOOLS], { stdio: 'inherit' });
  const template = {
    version: 'v2',
    plugins: [
      {
        local: join(folder, 'node_modules', '.bin', 'protoc-gen-es'),
        out: join(PACKAGE, 'src', 'onnx'),
        opt: ['target=js+dts'],
      },
    ],
  };
  const config = join(folder, 'buf.gen.json');
  writeFileSync(config, JSON.stringify(template));
  const buf = join(folder, 'node_modules', '.bin', 'buf');
  execFileSync(buf, ['generate', 'proto', '--template', config], { cwd: PACKAGE, stdio: 'inherit' });
} finally {
  rmSync(folder, { recursive: true, force: true });
}
