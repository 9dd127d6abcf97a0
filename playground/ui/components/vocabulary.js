// The names that an editor completes. They come once and by themselves: the editor's own data
// change with every word that is typed.

export default function vocabulary({ data }) {
  (globalThis.playgroundVocabulary ??= new Map()).set(data.of, data.names);
}
