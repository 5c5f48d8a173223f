// What each shell must be told once: to ask `convoy complete -- WORDS…` what can follow. The answer is a line for each
// word, its description after a tab, and `:files` where files fit too. The words are handed over as they are and never
// evaluated.
//
// @bomb.sh/tab, the one well-kept library for this, was tried (0.0.22): its bash script evaluates the words that were typed and
// needs the package bash-completion, and none of its scripts completes the name of a file, which a run or a picture is.

export const shells = ['bash', 'zsh', 'fish'] as const;
export type Shell = (typeof shells)[number];

const bash = `# convoy completion for bash: eval "$(convoy completion bash)" in ~/.bashrc
_convoy() {
  local current="\${COMP_WORDS[COMP_CWORD]}" line
  COMPREPLY=()
  while IFS= read -r line; do
    if [[ $line == :files ]]; then
      compopt -o filenames 2>/dev/null
      while IFS= read -r line; do COMPREPLY+=("$line"); done < <(compgen -f -- "\${current#=}")
    elif [[ -n $line ]]; then
      COMPREPLY+=("\${line%%$'\\t'*}")
    fi
  done < <(convoy complete -- "\${COMP_WORDS[@]:1:COMP_CWORD}" 2>/dev/null)
}
complete -F _convoy convoy
`;

const zsh = `#compdef convoy
# convoy completion for zsh: eval "$(convoy completion zsh)" in ~/.zshrc, after compinit; or this as a file _convoy in $fpath
_convoy() {
  local -a found
  local line files=0
  for line in "\${(@f)$(convoy complete -- "\${(@Q)words[2,CURRENT]}" 2>/dev/null)}"; do
    if [[ $line == :files ]]; then
      files=1
    elif [[ -n $line ]]; then
      line="\${line//:/\\\\:}"
      found+=("\${line/$'\\t'/:}")
    fi
  done
  (( $#found )) && _describe convoy found
  (( files )) && _files
}
if [[ "\${funcstack[1]}" == _convoy ]]; then _convoy "$@"; else compdef _convoy convoy; fi
`;

const fish = `# convoy completion for fish: convoy completion fish > ~/.config/fish/completions/convoy.fish
function __convoy_complete
    set -l words (commandline -opc)
    set -e words[1]
    set -l current (commandline -ct)
    for line in (convoy complete -- $words "$current" 2>/dev/null)
        if test "$line" = ":files"
            __fish_complete_path "$current"
        else if test -n "$line"
            echo $line
        end
    end
end
complete -c convoy -f -a '(__convoy_complete)'
`;

export const completionScripts: Readonly<Record<Shell, string>> = { bash, zsh, fish };
