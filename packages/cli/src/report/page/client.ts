// What runs in the reader's browser. The function is written into the page as its own source text, so it uses nothing
// from outside of itself but the page.

interface Figure {
  readonly data: readonly { readonly legendgroup: string; visible?: boolean }[];
  readonly layout: Readonly<Record<string, unknown>>;
}

interface PlotlyLibrary {
  react(place: HTMLElement, data: unknown, layout: unknown, config: unknown): Promise<unknown>;
}

/** Draws the charts, and again in the other theme's colours; changes themes, and the image that is looked at. */
export function bringToLife(): void {
  const { Plotly } = globalThis as unknown as { Plotly: PlotlyLibrary };
  const root = document.documentElement;
  const prefersDark = matchMedia('(prefers-color-scheme: dark)');
  const metrics: Record<string, Figure> = JSON.parse(
    document.getElementById('chart-data')?.textContent ?? '{}',
  );

  /** Plotly knows no CSS variables: `var(--blue)` becomes the colour that it stands for now. */
  function withColours(value: unknown, css: CSSStyleDeclaration): unknown {
    if (typeof value === 'string')
      return value.replace(/var\((--[a-z]+)\)/g, (_, name: string) => css.getPropertyValue(name).trim());
    if (Array.isArray(value)) return value.map((item) => withColours(item, css));
    if (typeof value !== 'object' || value === null) return value;
    return Object.fromEntries(Object.entries(value).map(([key, item]) => [key, withColours(item, css)]));
  }

  /** @param widths of charts on paper, beside each other and alone; on a screen they take what room there is */
  function draw(widths?: { readonly half: number; readonly whole: number }): void {
    const css = getComputedStyle(root);
    // A finger that moves over a chart scrolls the page.
    const dragmode = matchMedia('(pointer: coarse)').matches ? false : 'zoom';
    for (const [id, figure] of Object.entries(metrics)) {
      const place = document.getElementById(id);
      if (!place) continue;
      const { data, layout } = withColours(figure, css) as Figure;
      const width = place.closest('.grid') ? widths?.half : widths?.whole;
      const size =
        width === undefined ? { autosize: true } : { autosize: false, width, height: place.clientHeight };
      const config = { responsive: widths === undefined, displayModeBar: false, showTips: false };
      Plotly.react(place, data, { ...layout, ...size, dragmode }, config);
    }
  }

  const button = document.getElementById('theme');
  function label(): void {
    const theme = root.dataset.theme ?? (prefersDark.matches ? 'dark' : 'light');
    if (button) button.textContent = theme === 'dark' ? 'Light' : 'Dark';
  }
  button?.addEventListener('click', () => {
    root.dataset.theme = button.textContent === 'Dark' ? 'dark' : 'light';
    label();
    draw();
  });
  prefersDark.addEventListener('change', () => {
    label();
    draw();
  });

  for (const key of document.querySelectorAll<HTMLElement>('.legend button')) {
    key.addEventListener('click', () => {
      const isShown = key.getAttribute('aria-pressed') !== 'true';
      key.setAttribute('aria-pressed', String(isShown));
      for (const trace of metrics[key.dataset.chart ?? '']?.data ?? []) {
        if (trace.legendgroup === key.dataset.group) trace.visible = isShown;
      }
      draw();
    });
  }

  for (const picker of document.querySelectorAll<HTMLElement>('.picker')) {
    const buttons = [...picker.querySelectorAll('button')];
    for (const chosen of buttons) {
      chosen.addEventListener('click', () => {
        for (const each of buttons) {
          each.setAttribute('aria-pressed', String(each === chosen));
          const panel = document.getElementById(each.dataset.shows ?? '');
          if (panel) panel.hidden = each !== chosen;
        }
      });
    }
  }

  // Paper is white, and half as wide as a screen: A4 and Letter both have these widths between their margins.
  let before: string | undefined;
  addEventListener('beforeprint', () => {
    before = root.dataset.theme;
    root.dataset.theme = 'light';
    draw({ half: 285, whole: 630 });
  });
  addEventListener('afterprint', () => {
    if (before === undefined) delete root.dataset.theme;
    else root.dataset.theme = before;
    draw();
  });

  label();
  draw();
}
