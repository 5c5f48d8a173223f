// What runs in the page. It is sent as text (`runPage.toString()`), so that it may use nothing from outside of its function.

/** An answer of `POST /v1/models/M:predict`, as far as the page shows it. */
interface Answer {
  readonly label: number | null;
  readonly className: string | null;
  readonly probability: number;
  readonly probabilities: Readonly<Record<string, number>>;
  readonly entropy: number;
  readonly mutualInformation: number;
  readonly members: readonly {
    readonly member: number;
    readonly className: string;
    readonly probability: number;
  }[];
  readonly image?: { readonly prepared: readonly string[] };
}

interface Model {
  readonly name: string;
  readonly version: string;
  readonly ready: boolean;
  readonly classNames: readonly string[];
  readonly imageShape: readonly [number, number, number];
  readonly members: number;
  readonly dataset: string;
}

export function runPage(): void {
  const byId = <Kind extends HTMLElement>(id: string) => document.getElementById(id) as Kind;
  const pad = byId<HTMLCanvasElement>('pad');
  const ink = pad.getContext('2d', { willReadFrequently: true }) as CanvasRenderingContext2D;
  const select = byId<HTMLSelectElement>('model');
  const preview = byId<HTMLImageElement>('preview');
  const drop = byId('drop');
  let models: readonly Model[] = [];
  let token = '';
  /** Answers that come after a newer question was asked are not shown. */
  let asked = 0;
  let last: Blob | null = null;

  const element = (tag: string, className: string, text = '') => {
    const made = document.createElement(tag);
    made.className = className;
    made.textContent = text;
    return made;
  };
  const percent = (value: number) => (value > 0.9999 ? '>99.99%' : `${(100 * value).toFixed(2)}%`);
  const show = (...nodes: readonly Node[]) => byId('prediction').replaceChildren(...nodes);
  const headers = (type?: string) => ({
    ...(type !== undefined && { 'content-type': type }),
    ...(token !== '' && { authorization: `Bearer ${token}` }),
  });

  async function load(): Promise<void> {
    const response = await fetch('v1/models', { headers: headers() });
    byId('access').hidden = response.status !== 401;
    if (!response.ok) {
      byId('about').textContent =
        response.status === 401 ? 'A token is needed' : 'The server does not answer';
      return;
    }
    models = ((await response.json()) as { models: readonly Model[] }).models;
    const options = models.map((_, at) => {
      const { name, version } = models[at] as Model;
      return new Option(version === '1' ? name : `${name}, version ${version}`, String(at));
    });
    select.replaceChildren(...options);
    byId('choose').hidden = models.length < 2;
    describe();
  }

  function describe(): void {
    const model = models[Number(select.value)];
    if (model === undefined || !model.ready) {
      byId('about').textContent = 'The model is still loading';
      setTimeout(load, 500);
      return;
    }
    const members = model.members === 1 ? 'one network' : `an ensemble of ${model.members} networks`;
    byId('about').textContent = `${model.name}: ${members}, trained on ${model.dataset}`;
    byId('drawing').hidden = model.classNames.join('') !== '0123456789';
  }

  async function ask(image: Blob): Promise<void> {
    const model = models[Number(select.value)];
    if (model === undefined) return;
    last = image;
    asked += 1;
    const mine = asked;
    const url = `v1/models/${model.name}/versions/${model.version}:predict`;
    try {
      const response = await fetch(url, { method: 'POST', body: image, headers: headers(image.type) });
      const answer = await response.json();
      if (mine !== asked) return;
      if (response.ok) showAnswer(answer);
      else show(element('p', 'error', answer.error));
    } catch {
      if (mine === asked) show(element('p', 'error', 'The server does not answer.'));
    }
  }

  function showAnswer(answer: Answer): void {
    const name = answer.className;
    const agreeing = answer.members.filter(({ className }) => className === name).length;
    const agreement =
      agreeing === answer.members.length
        ? 'all members agree'
        : `${agreeing} of ${answer.members.length} members agree`;
    const sure = name === null ? 'Not sure enough to answer' : `${percent(answer.probability)}, ${agreement}`;
    const label = element('p', (name ?? '').length > 4 ? 'label long' : 'label', name ?? '?');
    const prepared = answer.image?.prepared.join('; ') ?? '';
    const metrics = `Entropy ${answer.entropy.toFixed(3)} nats, mutual information ${answer.mutualInformation.toFixed(3)} nats`;
    show(
      label,
      element('p', 'sure', sure),
      classBars(answer),
      element('h2', '', 'Votes'),
      votes(answer),
      element('p', 'hint', metrics),
      element('p', 'hint', prepared === '' ? '' : `Prepared: ${prepared}`),
    );
  }

  /** In the classes' own order where they are few, else the most likely ten. */
  function classBars({ probabilities, probability }: Answer): HTMLElement {
    const list = element('dl', 'classes');
    const all = Object.entries(probabilities);
    const shown = all.length <= 12 ? all : all.sort(([, a], [, b]) => b - a).slice(0, 10);
    for (const [name, value] of shown) {
      const bar = element('dd', 'track');
      const svg = document.createElementNS('http://www.w3.org/2000/svg', 'svg');
      svg.setAttribute('class', value === probability ? 'fill best' : 'fill');
      svg.setAttribute('aria-hidden', 'true');
      const rect = document.createElementNS('http://www.w3.org/2000/svg', 'rect');
      rect.setAttribute('width', `${100 * value}%`);
      rect.setAttribute('height', '100%');
      svg.append(rect);
      bar.append(svg);
      list.append(element('dt', '', name), bar, element('dd', 'number', percent(value)));
    }
    return list;
  }

  function votes({ members, className }: Answer): HTMLElement {
    const list = element('ul', 'votes');
    for (const vote of members) {
      const text = `${vote.className} · ${percent(vote.probability)}`;
      const item = element('li', vote.className === className ? '' : 'other', text);
      item.title = `member ${vote.member}`;
      list.append(item);
    }
    return list;
  }

  function clear(): void {
    ink.fillStyle = '#000';
    ink.fillRect(0, 0, pad.width, pad.height);
  }

  /** In the pad's own pixels, whatever its size on the screen. */
  function placeOf(event: PointerEvent): [number, number] {
    const box = pad.getBoundingClientRect();
    return [
      ((event.clientX - box.left) / box.width) * pad.width,
      ((event.clientY - box.top) / box.height) * pad.height,
    ];
  }

  let from: [number, number] | null = null;
  function stroke(event: PointerEvent): void {
    if (from === null) return;
    // A fast pointer moves far between two frames: the places in between are there, too.
    const passed = event.getCoalescedEvents?.() ?? [];
    for (const one of passed.length > 0 ? passed : [event]) {
      const to = placeOf(one);
      ink.strokeStyle = '#fff';
      ink.lineWidth = 22;
      ink.lineCap = 'round';
      ink.lineJoin = 'round';
      ink.beginPath();
      ink.moveTo(...from);
      ink.lineTo(...to);
      ink.stroke();
      from = to;
    }
  }
  function askDrawing(): void {
    preview.hidden = true;
    pad.toBlob((image) => image !== null && void ask(image), 'image/png');
  }
  pad.addEventListener('pointerdown', (event) => {
    pad.setPointerCapture(event.pointerId);
    from = placeOf(event);
    stroke(event);
  });
  pad.addEventListener('pointermove', stroke);
  for (const end of ['pointerup', 'pointercancel'] as const) {
    pad.addEventListener(end, () => {
      if (from !== null) askDrawing();
      from = null;
    });
  }
  byId('clear').addEventListener('click', () => {
    clear();
    asked += 1;
    last = null;
    show(element('p', 'hint', 'Nothing asked yet. Draw a digit, or drop an image.'));
  });

  function askFile(file: File | undefined): void {
    if (file === undefined) return;
    URL.revokeObjectURL(preview.src);
    preview.src = URL.createObjectURL(file);
    preview.hidden = false;
    void ask(file);
  }
  const file = byId<HTMLInputElement>('file');
  file.addEventListener('change', () => {
    askFile(file.files?.[0]);
    file.value = '';
  });
  for (const name of ['dragenter', 'dragover'] as const) {
    document.addEventListener(name, (event) => {
      event.preventDefault();
      drop.classList.add('over');
    });
  }
  document.addEventListener('dragleave', () => drop.classList.remove('over'));
  document.addEventListener('drop', (event) => {
    event.preventDefault();
    drop.classList.remove('over');
    askFile(event.dataTransfer?.files[0]);
  });
  select.addEventListener('change', () => {
    describe();
    if (last !== null) void ask(last);
  });
  byId('access').addEventListener('submit', (event) => {
    event.preventDefault();
    token = byId<HTMLInputElement>('token').value;
    void load();
  });
  clear();
  void load();
}
