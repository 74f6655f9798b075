# Packed exports give what the same exports give unpacked; what cannot be unpacked is refused by name and reason.
. "$SOURCE/tests/cli/harness.sh"

archives=$SOURCE/fixtures/archives

# The two exports that are in most of the archives.
mkdir weeks
{
    printf 'Received,SenderAddress,RecipientAddress,Subject,Status,Size\r\n'
    printf '2026-11-02T09:14:07Z,ann@fabrikam.example,bob@contoso.example,Offer,Delivered,20480\r\n'
    printf '2026-11-02T09:20:31Z,ann@fabrikam.example,client-00017-example@yahoo.com,Offer,Pending,20480\r\n'
} >weeks/one.csv
{
    printf 'Received,SenderAddress,RecipientAddress,Subject,Status,Size\r\n'
    printf '2026-11-09T08:00:00Z,carl@fabrikam.example,client-00017-example@yahoo.com,Invoice,Failed,1048576\r\n'
} >weeks/two.csv
msgtrace 0 import --db plain.db weeks
content plain.db >plain
is "$(value plain.db 'SELECT count(*) FROM v1_delivery')" 3

claims "gzip files give what their content gives, by file, by folder, as one and from standard input"
mkdir packed
for file in one two; do gzip -c weeks/$file.csv >packed/$file.csv.gz; done
msgtrace 0 import --db gz.db packed
says "packed/one.csv.gz: Get-MessageTrace"
content gz.db >gz
same plain gz
"$MSGTRACE" import --db stdin.db - <packed/one.csv.gz >out 2>err || broken "gzip from standard input was not read"
says "standard input: Get-MessageTrace"
cp packed/one.csv.gz one.txt # the name does not matter
msgtrace 0 import --db stdin.db one.txt packed/two.csv.gz
says "one.txt: imported before, byte for byte (as 'standard input')"
content stdin.db >gz
same plain gz

claims "gzip files put one behind the other are one export"
tail -n +2 weeks/two.csv | gzip -c >rest.gz
cat packed/one.csv.gz rest.gz >both.csv.gz
msgtrace 0 import --db both.db both.csv.gz
says "3 rows: 3 new"
content both.db >both
is "$(wc -l <both)" "$(wc -l <plain)"

claims "ZIP archives of every make give what their members give, in the order of their names"
for make in two-exports streamed zip64 mac; do
    rm -f zip.db
    msgtrace 0 import --db zip.db "$archives/$make.zip"
    is_silent
    is "$(sed -n 's/: Get-MessageTrace.*//; s/.*\.zip\///p' out | tr '\n' ' ')" "weeks/one.csv weeks/two.csv "
    content zip.db >zip
    same plain zip
done
is_sound zip.db

claims "an archive is read from standard input"
"$MSGTRACE" import --db zip2.db - <"$archives/streamed.zip" >out 2>err || broken "a ZIP archive was not read"
says "standard input/weeks/one.csv: Get-MessageTrace"
content zip2.db >zip
same plain zip

claims "the same export is recognised plain, in a gzip file and in an archive"
msgtrace 0 import --db plain.db packed "$archives/mac.zip"
says "packed/one.csv.gz: imported before, byte for byte (as 'weeks/one.csv')"
says "mac.zip/weeks/two.csv: imported before, byte for byte (as 'weeks/two.csv')"
is "$(value plain.db 'SELECT count(*) FROM export')" 2

claims "a folder's archives are imported with its files"
mkdir mixed && cp weeks/one.csv mixed && cp "$archives/two-exports.zip" mixed && touch mixed/Thumbs.db mixed/.hidden
msgtrace 0 import --db mixed.db mixed
says "mixed/two-exports.zip/weeks/one.csv: imported before"
content mixed.db >zip
same plain zip

claims "a dry run keeps nothing"
msgtrace 0 import --db dry.db --dry-run "$archives/two-exports.zip"
says "dry run"
[ ! -e dry.db ] || broken "a dry run made a database"

claims "the time in the name of a report counts inside an archive and in front of .gz"
msgtrace 0 import --db report.db "$archives/report.zip"
says "taken 2026-11-09T06:00:00Z (report name)"
report=MTSummary_Weekly_2026-11-09T060000.000Z__no-bom.csv
gzip -c "$SOURCE/fixtures/quirks/$report" >$report.gz
msgtrace 0 import --db report2.db $report.gz
says "taken 2026-11-09T06:00:00Z (report name)"
msgtrace 0 import --db report3.db "$SOURCE/fixtures/quirks/$report"
content report.db >a
content report2.db >b
content report3.db >c
same a b
same a c

claims "names from Windows are readable and hostile ones harmless"
msgtrace 0 import --db names.db "$archives/windows.zip"
says "windows.zip/München/one.csv: "
msgtrace 0 import --db names2.db "$archives/hostile-names.zip"
is "$(value names2.db "SELECT group_concat(substr(file, instr(file, '.zip/')), ' ') FROM v1_import")" \
    ".zip/tmp/msgtrace-one.csv .zip/tmp/$(printf '\357\277\275')[2J$(printf '\357\277\275')[31mtwo$(printf '\357\277\275\357\277\275').csv"
! grep -q "$(printf '\033')" out || broken "a terminal escape came out"
[ ! -e /tmp/msgtrace-one.csv ] || broken "a member was written to where its name leads"

# refused ARCHIVE STATUS REASON: with the reason; when others are read beside it (3) they stay.
refused() {
    rm -f r.db
    msgtrace "$2" import --db r.db "$1"
    complains "$3"
}

claims "what cannot be unpacked is refused by name and reason, and the rest is imported"
refused "$archives/one-encrypted.zip" 3 "one-encrypted.zip/weeks/one.csv': it is encrypted"
is "$(value r.db 'SELECT count(*) FROM v1_delivery')" 1
complains "1 of 2 files were refused"
refused "$archives/bad-checksum.zip" 3 "bad-checksum.zip/weeks/one.csv': it is damaged: its checksum does not fit"
is "$(value r.db 'SELECT count(*) FROM v1_delivery')" 1
refused "$archives/nested.zip" 3 "nested.zip/inner.zip': it is a ZIP archive within an archive"
is "$(value r.db 'SELECT count(*) FROM v1_delivery')" 2
refused "$archives/cut.zip" 1 "cut.zip': it is a ZIP archive that is cut"
refused "$archives/empty.zip" 1 "holds no file"
refused "$archives/only-folders.zip" 1 "holds no file"
gzip -c packed/one.csv.gz >twice.gz
refused twice.gz 1 "twice.gz': it is a gzip file within an archive"
head -c 100 packed/one.csv.gz >cut.csv.gz
refused cut.csv.gz 1 "cut.csv.gz': it is cut"
{ head -c 100 packed/one.csv.gz; printf x; tail -c +102 packed/one.csv.gz; } >bad.csv.gz
refused bad.csv.gz 1 "bad.csv.gz': it is damaged"
printf '\211PNG\r\n\032\n\0\0\0\rIHDR' | gzip -c >picture.csv.gz
refused picture.csv.gz 1 "picture.csv.gz': it is a picture"

claims "a bomb is refused before it has filled memory or disk"
head -c 67108864 /dev/zero | gzip -c >part.gz
for _ in 1 2 3 4 5 6 7 8 9 10 11 12 13 14 15 16; do cat part.gz; done >bomb.csv.gz # a GiB of zeros
(
    ulimit -f 131072 # in blocks of 1 KiB: an eighth of the bomb
    exec "$MSGTRACE" import --db bomb.db bomb.csv.gz
) >out 2>err </dev/null
is $? 1
complains "more than 200 times its size"

claims "a disk without room is said"
head -c 6000000 /dev/urandom | gzip -1 >large.csv.gz
(
    trap '' XFSZ
    ulimit -f 4096
    exec "$MSGTRACE" import --db large.db large.csv.gz
) >out 2>err </dev/null
is $? 1
complains "cannot write a temporary copy"
