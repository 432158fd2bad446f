/** A file's text, as Vite imports it. */
declare module '*.md?raw' {
  const text: string;
  export default text;
}
