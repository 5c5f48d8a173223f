// Light or dark: as the system says, until the reader says otherwise.

import { signal } from '@preact/signals';

const key = 'convoy-theme';
const prefersDark = matchMedia('(prefers-color-scheme: dark)');
const isDark = signal(
  localStorage.getItem(key) === null ? prefersDark.matches : localStorage.getItem(key) === 'dark',
);

prefersDark.addEventListener('change', ({ matches }) => {
  if (localStorage.getItem(key) === null) apply(matches);
});
apply(isDark.value);

function apply(dark: boolean): void {
  isDark.value = dark;
  document.documentElement.dataset.theme = dark ? 'dark' : 'light';
}

/** Switches between light and dark, and remembers the choice. */
export function ThemeButton() {
  const toggle = () => {
    apply(!isDark.value);
    localStorage.setItem(key, isDark.value ? 'dark' : 'light');
  };
  return (
    <button type="button" class="quiet" onClick={toggle}>
      {isDark.value ? 'Light' : 'Dark'}
    </button>
  );
}
