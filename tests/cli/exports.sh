# Every quirk file is taken for what it is: fixtures/quirks/expected.tsv says flavour, encoding and counts, and what
# must be said.
. "$SOURCE/tests/cli/harness.sh"

quirks=$SOURCE/fixtures/quirks
while IFS="$(printf '\t')" read -r file flavour encoding read new rejected note; do
    case $file in '' | '#'* | file) continue ;; esac
    claims "$file"
    rm -f q.db
    "$MSGTRACE" import --db q.db "$quirks/$file" >out 2>err </dev/null
    status=$?
    if [ "$flavour" = refused ]; then
        [ "$status" -eq 1 ] || broken "ended with $status, not 1"
        is "$(value q.db 'SELECT count(*) FROM export')" 0
    else
        wanted=0
        [ "$rejected" -eq 0 ] || wanted=3
        [ "$status" -eq "$wanted" ] || broken "ended with $status, not $wanted"
        is "$(value q.db 'SELECT flavour FROM export')" "$flavour"
        is "$(value q.db 'SELECT encoding FROM export')" "$encoding"
        is "$(value q.db 'SELECT rows_read FROM export')" "$read"
        is "$(value q.db 'SELECT rows_new FROM export')" "$new"
        is "$(value q.db 'SELECT rows_rejected FROM export')" "$rejected"
        is "$(value q.db 'SELECT count(*) FROM reject')" "$rejected"
        is_sound q.db
    fi
    if [ -n "$note" ] && [ "$note" != - ]; then
        cat err >>out
        says "$note"
    fi
done <"$quirks/expected.tsv"

claims "every quirk file has its line"
for file in "$quirks"/*; do
    name=$(basename "$file")
    case $name in expected.tsv | README.md) continue ;; esac
    cut -f1 "$quirks/expected.tsv" | grep -qxF "$name" || broken "$name has no line in expected.tsv"
done

claims "a file whose dates are open is read when told the order"
rm -f q.db
printf 'Received,SenderAddress,RecipientAddress,Status\r\n09/01/2026 14:00:00,a@b.example,c@d.example,Delivered\r\n' >open.csv
msgtrace 1 import --db q.db open.csv
complains "--date-order"
msgtrace 0 import --db q.db --date-order dmy open.csv
is "$(value q.db 'SELECT received_utc FROM v1_delivery')" 2026-01-09T14:00:00Z

claims "standard input, a folder and a quoted pattern are taken"
rm -f q.db && mkdir folder && cp open.csv folder/a.csv
msgtrace 0 import --db q.db --date-order mdy folder
msgtrace 0 import --db q2.db --date-order mdy 'folder/*.csv'
"$MSGTRACE" import --db q3.db --date-order mdy - <open.csv >out 2>err || broken "standard input was not read"
is "$(value q3.db 'SELECT file FROM v1_import')" "standard input"
is "$(content q.db)" "$(content q2.db)"
is "$(content q.db)" "$(content q3.db)"
