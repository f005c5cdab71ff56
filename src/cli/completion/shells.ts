/** A shell that can ask lr-tool for candidates. */
export interface Shell {
  readonly name: string;
  /** Where its users put such a line. */
  readonly howTo: string;
  readonly script: string;
}

/** The answer begins with a line that says `open` where no blank is to follow; then a candidate a line: value, tab, text. */
const bash = `# lr-tool completion for bash. For this shell: source <(lr-tool completion bash)
_lr_tool() {
  local line="\${COMP_LINE:0:COMP_POINT}" typed cut= reply IFS=$'\\n'
  reply=($(command "$1" completion --line "$line" 2>/dev/null))
  # readline replaces what is typed after the last = or : only
  typed="\${line##*[[:space:]]}"
  [[ $typed == *[=:]* && $COMP_WORDBREAKS == *[=:]* ]] && cut="\${typed%"\${typed##*[=:]}"}"
  COMPREPLY=()
  local candidate quoted
  for candidate in "\${reply[@]:1}"; do
    candidate="\${candidate%%$'\\t'*}"
    candidate="\${candidate#"$cut"}"
    printf -v quoted %q "$candidate"
    [[ $candidate == '~/'* ]] && quoted="~\${quoted:2}"
    COMPREPLY+=("$quoted")
  done
  [[ \${reply[0]} == open ]] && compopt -o nospace 2>/dev/null
  return 0
}
complete -F _lr_tool lr-tool
`;

const zsh = `#compdef lr-tool
# lr-tool completion for zsh. For this shell: source <(lr-tool completion zsh)
_lr_tool() {
  local -a reply values texts
  local line="\${(j: :)words[1,CURRENT-1]} $PREFIX" entry
  reply=("\${(@f)$(command "\${words[1]}" completion --line "$line" 2>/dev/null)}")
  for entry in "\${(@)reply[2,-1]}"; do
    [[ -n $entry ]] || continue
    values+=("\${entry%%$'\\t'*}")
    texts+=("\${entry/$'\\t'/  }")
  done
  if [[ $reply[1] == open ]]; then
    compadd -S '' -l -d texts -a values
  else
    compadd -l -d texts -a values
  fi
}
if [[ $funcstack[1] == _lr_tool ]]; then
  _lr_tool "$@"
else
  (( $+functions[compdef] )) || { autoload -Uz compinit && compinit }
  compdef _lr_tool lr-tool
fi
`;

const fish = `# lr-tool completion for fish. For this shell: lr-tool completion fish | source
function __lr_tool_candidates
    set -l words (commandline -opc)
    set -l reply (command $words[1] completion --line (commandline -cp | string collect) 2>/dev/null)
    test (count $reply) -gt 1; and printf '%s\\n' $reply[2..-1]
end
complete -c lr-tool -f -k -a '(__lr_tool_candidates)'
`;

/** Every shell, in the order of help. To add one: its script, its line here. */
export const shells = [
  { name: 'bash', howTo: "echo 'source <(lr-tool completion bash)' >> ~/.bashrc", script: bash },
  { name: 'zsh', howTo: "echo 'source <(lr-tool completion zsh)' >> ~/.zshrc", script: zsh },
  { name: 'fish', howTo: 'lr-tool completion fish > ~/.config/fish/completions/lr-tool.fish', script: fish },
] as const satisfies readonly Shell[];
