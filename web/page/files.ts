// Files that were chosen, dropped or pasted, folders with all that is in them.

/** A file and the name it is shown by: of a folder, with the path inside it. */
export interface Named {
  name: string;
  file: File;
}

/** Files that systems leave in folders, and nobody meant. */
const LITTER = /(^|\/)(\.|__MACOSX\/|Thumbs\.db$|desktop\.ini$)/;

/** Chosen with a file chooser. */
export function chosen(files: FileList | null): Named[] {
  return meant([...(files ?? [])].map((file) => ({ name: file.webkitRelativePath || file.name, file })));
}

/** Dropped or pasted. Must be called within the event: what was dropped is gone after it. */
export function dropped(data: DataTransfer): Promise<Named[]> {
  const entries = [...data.items].filter(({ kind }) => kind === "file").map((item) => item.webkitGetAsEntry() ?? item.getAsFile());
  const walks = entries.map((entry) => {
    if (entry instanceof File) return Promise.resolve([{ name: entry.name, file: entry }]);
    return entry ? walk(entry) : Promise.resolve([]);
  });
  return Promise.all(walks).then((found) => meant(found.flat()));
}

async function walk(entry: FileSystemEntry): Promise<Named[]> {
  if (entry.isFile) {
    const file = await new Promise<File>((resolve, reject) => (entry as FileSystemFileEntry).file(resolve, reject));
    return [{ name: entry.fullPath.replace(/^\//, ""), file }];
  }
  const found: Named[][] = [];
  for (const inside of await content(entry as FileSystemDirectoryEntry)) found.push(await walk(inside));
  return found.flat();
}

/** A browser hands a folder over in portions, the last of which is empty. */
async function content(folder: FileSystemDirectoryEntry): Promise<FileSystemEntry[]> {
  const reader = folder.createReader();
  const all: FileSystemEntry[] = [];
  for (;;) {
    const portion = await new Promise<FileSystemEntry[]>((resolve, reject) => reader.readEntries(resolve, reject));
    if (portion.length === 0) return all;
    all.push(...portion);
  }
}

/** In the order of their names, as a file manager shows them. */
function meant(files: Named[]): Named[] {
  const order = new Intl.Collator("en", { numeric: true });
  return files.filter(({ name }) => !LITTER.test(name)).sort((a, b) => order.compare(a.name, b.name));
}
