/** The page's document, with its styles and its script inside. */
export function html(styles: string, script: string): string {
  return `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark">
<title>Convoy</title>
<link rel="icon" href="data:,">
<style>${styles}</style>
</head>
<body>
<header>
  <h1>Convoy</h1>
  <p id="about">Loading…</p>
  <label id="choose" hidden>Model <select id="model"></select></label>
</header>
<main>
  <section class="card" aria-labelledby="ask">
    <h2 id="ask">Ask</h2>
    <div id="drawing">
      <canvas id="pad" width="280" height="280" aria-label="Draw a digit" role="img"></canvas>
      <div class="row">
        <span class="hint">Draw a digit with the pointer</span>
        <button id="clear" type="button">Clear</button>
      </div>
    </div>
    <label id="drop">
      <input id="file" type="file" accept="image/png,image/jpeg">
      <img id="preview" alt="The image that was asked about" hidden>
      <span><strong>Drop a PNG, JPEG or WebP image</strong> or choose one</span>
    </label>
    <form id="access" hidden>
      <label for="token">This server asks for a token</label>
      <div class="row"><input id="token" type="password" autocomplete="off"><button type="submit">Use it</button></div>
    </form>
  </section>
  <section class="card" aria-labelledby="answer">
    <h2 id="answer">Answer</h2>
    <div id="prediction" role="status" aria-label="Prediction">
      <p class="hint">Nothing asked yet. Draw a digit, or drop an image.</p>
    </div>
  </section>
</main>
<footer><a href="docs">API documentation</a> <a href="metrics">Metrics</a></footer>
<script>${script}</script>
</body>
</html>
`;
}
