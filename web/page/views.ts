// Which view is on: the start, a text being typed, an article, or the list; and the way back by the browser's own
// buttons.

export type Name = "start" | "typing" | "article" | "list";

/** A view as the browser's history keeps it. `opened` tells which article. */
export interface View {
  name: Name;
  opened: number | null;
}

export class Views {
  private scroll = 0;

  /** `back` is called when the reader goes back or forward. */
  constructor(back: (view: View) => void) {
    history.scrollRestoration = "manual";
    history.replaceState(this.current, "");
    addEventListener("popstate", ({ state }: PopStateEvent) => {
      if (state) back(state as View);
    });
  }

  get name(): Name {
    return (document.body.dataset["view"] as Name | undefined) ?? "start";
  }

  private get current(): View {
    return { name: this.name, opened: null };
  }

  /** A new entry of the history, or in place of the present one. */
  go(view: View, { replace = false } = {}): void {
    history[replace ? "replaceState" : "pushState"](view, "");
    this.turnTo(view.name);
  }

  /** The list comes back where it was left; everything else starts at its top. */
  turnTo(name: Name): void {
    if (this.name === name) return;
    if (this.name === "list") this.scroll = scrollY;
    document.body.dataset["view"] = name;
    document.getElementById("list")?.toggleAttribute("hidden", name !== "list");
    if (name !== "typing") scrollTo(0, name === "list" ? this.scroll : 0);
  }
}
