declare module '*.wasm' {
  const module: WebAssembly.Module;
  export default module;
}
declare module '*/standalone.txt' {
  const text: string;
  export default text;
}
declare module '*.woff2' {
  const bytes: ArrayBuffer;
  export default bytes;
}

declare module '*.py' {
  const text: string;
  export default text;
}
