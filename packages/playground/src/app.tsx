// The frame around every view: its name, the navigation, and what is shown while there is no ensemble.

import type { ComponentType } from 'preact';
import { useEffect, useState } from 'preact/hooks';
import type { LiveEnsemble } from './live.ts';
import { show, shown, view } from './page.ts';
import { ThemeButton } from './theme.tsx';
import { type View, type ViewProps, views } from './views.ts';

export function App() {
  return (
    <>
      <a class="skip" href="#view">
        Skip to the view
      </a>
      <header class="top">
        <a class="brand" href="./" aria-label="Convoy playground">
          Convoy
        </a>
        {views.length > 1 && (
          <nav aria-label="Views">
            {views.map((each) => (
              <ViewLink key={each.name} to={each} />
            ))}
          </nav>
        )}
        <ThemeButton />
      </header>
      <main id="view" tabIndex={-1}>
        <Body />
      </main>
    </>
  );
}

function ViewLink({ to }: { readonly to: View }) {
  const follow = (event: MouseEvent) => {
    if (event.metaKey || event.ctrlKey || event.shiftKey) return;
    event.preventDefault();
    show(to);
  };
  return (
    <a href={`?view=${to.name}`} aria-current={view.value === to ? 'page' : undefined} onClick={follow}>
      {to.title}
    </a>
  );
}

function Body() {
  const now = shown.value;
  switch (now.state) {
    case 'loading':
      return <p class="wait">Preparing the dataset …</p>;
    case 'failed':
      return (
        <p class="problem" role="alert">
          {now.message}
        </p>
      );
    case 'ready':
      return <Loaded key={view.value.name} view={view.value} ensemble={now.run} />;
    default:
      return now satisfies never;
  }
}

function Loaded({ view: { load }, ensemble }: { readonly view: View; readonly ensemble: LiveEnsemble }) {
  const [component, setComponent] = useState<{ readonly Shown: ComponentType<ViewProps> } | null>(null);
  useEffect(() => {
    let isGone = false;
    void load().then((Shown) => {
      if (!isGone) setComponent({ Shown });
    });
    return () => {
      isGone = true;
    };
  }, [load]);
  return component && <component.Shown ensemble={ensemble} />;
}
