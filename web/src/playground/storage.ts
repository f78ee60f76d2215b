// What the editor keeps in the browser. Headers may hold a key, and a key is kept nowhere.

/** The same storage, except that nothing with the name `headers` is written, however deep. */
export function withoutHeaders(storage: Storage) {
  return {
    getItem: (name: string) => storage.getItem(name),
    setItem: (name: string, value: string) => storage.setItem(name, cleared(value)),
    removeItem: (name: string) => storage.removeItem(name),
    clear: () => storage.clear(),
    get length() {
      return storage.length;
    },
  };
}

function cleared(value: string): string {
  if (!value.includes('headers')) return value;
  try {
    return JSON.stringify(JSON.parse(value), (name, part: unknown) =>
      name === 'headers' ? undefined : part,
    );
  } catch {
    // Not JSON, such as the name of a panel.
    return value;
  }
}
