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
export async function dropped(data: DataTransfer): Promise<Named[]> {
  const items = [...data.items].filter(({ kind }) => kind === "file");
  return meant((await Promise.all(items.map(found))).flat());
}

/** Handles are newer than entries. On a page that was opened from disk, Chromium reads folders by them only. */
interface Item extends DataTransferItem {
  getAsFileSystemHandle?(): Promise<Handle | null>;
}

function found(item: Item): Promise<Named[]> {
  const [file, entry] = [item.getAsFile(), item.webkitGetAsEntry()];
  if (!entry?.isDirectory) return Promise.resolve(file ? [{ name: file.name, file }] : []);
  if (!item.getAsFileSystemHandle) return walk(entry);
  return item.getAsFileSystemHandle().then((handle) => (handle ? climb(handle, handle.name) : walk(entry)));
}

type Handle = FileSystemFileHandle | FileSystemDirectoryHandle;

async function climb(handle: Handle, name: string): Promise<Named[]> {
  if (handle.kind === "file") return [{ name, file: await handle.getFile() }];
  const found: Named[][] = [];
  for await (const inside of handle.values()) found.push(await climb(inside, `${name}/${inside.name}`));
  return found.flat();
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
