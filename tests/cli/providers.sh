# msgtrace providers: rules of the user's own.
. "$SOURCE/tests/cli/harness.sh"

claims "adding rules says how many; lines that are no rules are not counted"
printf '# mine\nbt.example\tbt\tBT plc\n\nbt.*\tbt\tBT plc\n' >mine.tsv
msgtrace 0 providers --add mine.tsv
is "$(cat out)" "2 rules added"
is_silent
printf 'bt.example\tbt\tBT\n' >one.tsv
msgtrace 0 providers --add one.tsv
is "$(cat out)" "1 rule added"

claims "they are printed with where they are from"
msgtrace 0 providers
says "$(printf 'bt.example\tbt\tBT\tuser')"

claims "a table comes in on standard input, too"
"$MSGTRACE" providers --add - <mine.tsv >out 2>err || broken "the table was not read"
is "$(cat out)" "2 rules added"

claims "a bad line is named, and nothing is changed"
msgtrace 0 providers
cp out before
printf 'good.example\tgood\tGood\nbad\tgood\tGood\n' >bad.tsv
msgtrace 1 providers --add bad.tsv
complains "'bad.tsv' line 2"
msgtrace 1 providers --add none.tsv
complains "cannot open 'none.tsv'"
msgtrace 0 providers
same before out

claims "without rules of the user's the shipped ones hold again"
msgtrace 0 providers --reset
msgtrace 0 providers
says_not "$(printf '\tuser')"
