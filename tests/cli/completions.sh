# Shells complete commands, options and the values that options have, each asked itself; one that is not here is left
# out.
. "$SOURCE/tests/cli/harness.sh"

mkdir bin functions
ln -s "$MSGTRACE" bin/msgtrace
export PATH="$PWD/bin:$PATH"
for shell in bash zsh fish powershell; do
    msgtrace 0 completions "$shell"
    cp out "$shell.completions"
done

claims "a shell that is not known is refused with those that are"
msgtrace 2 completions fishh
complains "did you mean fish"
msgtrace 2 completions

# in_bash WORDS...: what bash offers for the last word.
in_bash() {
    bash --norc -c '. ./bash.completions; COMP_WORDS=("$@"); COMP_CWORD=$(($# - 1)); _msgtrace; echo "${COMPREPLY[*]}"' - "$@"
}

claims "bash"
run 0 bash -n bash.completions
is "$(in_bash msgtrace repo)" "report"
is "$(in_bash msgtrace report we)" "weekly"
is "$(in_bash msgtrace report weekly --lan)" "--lang"
is "$(in_bash msgtrace report --lang '')" "en es"
is "$(in_bash msgtrace findings --fail-on '')" "open any"
is "$(in_bash msgtrace query heat)" "heatmap"
is "$(in_bash msgtrace help purg)" "purge"
is "$(in_bash msgtrace import fish.comp)" "fish.completions"

if command -v zsh >/dev/null; then
    claims "zsh"
    run 0 zsh -n zsh.completions
    cp zsh.completions functions/_msgtrace
    is "$(zsh -fc 'fpath=($PWD/functions $fpath); autoload -Uz compinit && compinit -u -D && print $_comps[msgtrace]' 2>/dev/null)" \
        "_msgtrace"
fi

in_fish() { fish --no-config -c "source fish.completions; complete -C '$1'" | cut -f1 | sort | tr '\n' ' '; }

if command -v fish >/dev/null; then
    claims "fish"
    export HOME=$PWD
    run 0 fish --no-config -n fish.completions
    is "$(in_fish 'msgtrace repo')" "report "
    is "$(in_fish 'msgtrace report we')" "weekly "
    is "$(in_fish 'msgtrace report --lang ')" "en es "
    is "$(in_fish 'msgtrace findings --fail-on ')" "any open "
fi

claims "every command and every option of the help is in every shell's text"
msgtrace 0 --help
for command in $(sed -n '/^Commands:/,/^$/s/^  \([a-z][a-z]*\) .*/\1/p' out); do
    msgtrace 0 "$command" --help
    for option in $(sed -n 's/^  \(-., \|    \)--\([a-z-]*\).*/\2/p' out); do
        for shell in bash zsh powershell; do
            grep -q -- "--$option" "$shell.completions" || broken "$shell does not know $command --$option"
        done
        grep -q -- "seen_subcommand_from $command' -l $option" fish.completions ||
            broken "fish does not know $command --$option"
    done
done
