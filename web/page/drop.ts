// Dropping anywhere on the page, with a sign while something is held over it.

/** `sign` is shown while the drop would be taken. */
export function onDrop(sign: HTMLElement, take: (data: DataTransfer) => void): void {
  let depth = 0;
  const show = (change: number) => {
    depth = Math.max(0, depth + change);
    sign.hidden = depth === 0;
  };
  addEventListener("dragenter", (event) => {
    event.preventDefault();
    show(1);
  });
  addEventListener("dragleave", () => show(-1));
  addEventListener("dragover", (event) => event.preventDefault());
  addEventListener("drop", (event) => {
    show(-depth);
    if (!event.dataTransfer || isMoved(event)) return;
    event.preventDefault();
    take(event.dataTransfer);
  });
}

/** Words that are moved within a text that is being edited, or into it. */
function isMoved({ target, dataTransfer }: DragEvent): boolean {
  const hasFile = [...(dataTransfer?.items ?? [])].some(({ kind }) => kind === "file");
  return target instanceof HTMLTextAreaElement && target.value !== "" && !hasFile;
}
