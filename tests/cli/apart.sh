# What is no case for the transport: dead domains, mailings to bad lists, loops.
. "$SOURCE/tests/cli/harness.sh"

header=Received,SenderAddress,RecipientAddress,Subject,Status,Size,MessageId,MessageTraceId
number=0
# row DAY HH:MM SENDER RECIPIENT SUBJECT STATUS [MESSAGE]: a line of an export, with a trace id of its own.
row() {
    number=$((number + 1))
    printf '2026-11-%02dT%s:00Z,%s,%s,%s,%s,1000,<%s@fabrikam.example>,00000000-0000-0000-0000-%012d\n' \
        "$1" "$2" "$3" "$4" "$5" "$6" "${7:-m$number}" "$number"
}

# Yahoo is out for a morning, and a newsletter lies in it; its list has few bad addresses.
outage() {
    for i in $(seq 10 59); do
        row 5 "09:$i" "a@fabrikam.example" "u$i@yahoo.com" "Hello $i" Failed
        row 5 "09:$i" "news@fabrikam.example" "y$i@yahoo.com" "Newsletter" Failed
        row 5 "09:$i" "news@fabrikam.example" "g$i@gmail.com" "Newsletter" Delivered
    done
    for i in 1 2 3 4 5; do
        row 5 09:30 "news@fabrikam.example" "nobody@d$i.example" "Newsletter" Failed
    done
}

# One address in five is wrong, wherever it is.
bad_list() {
    for i in $(seq 10 59); do
        status=Delivered
        [ $((i % 5)) -ne 0 ] || status=Failed
        row 9 "14:$i" "sales@fabrikam.example" "u$i@d$((i % 25)).example" "Offer" "$status"
    done
}

misspelt() {
    row 2 10:00 a@fabrikam.example bob@gmial.com "Hi" Failed
    row 4 10:00 b@fabrikam.example bob@gmial.com "Hi" Failed
    row 6 10:00 a@fabrikam.example eve@gmial.com "Hi" Failed
    row 9 10:00 a@fabrikam.example eve@gmial.com "Hi" Failed
}

young() {
    for day in 6 8 9 12; do
        row "$day" 11:00 a@fabrikam.example bob@young.example "Hi" Failed
    done
}

alive() {
    for day in 2 5 11; do
        row "$day" 12:00 a@fabrikam.example bob@alive.example "Hi" Failed
    done
    row 3 12:00 a@fabrikam.example ann@alive.example "Hi" Delivered
}

loop() {
    for minute in 00 05 10 15 20; do
        row 11 "08:$minute" a@fabrikam.example info@alive.example "Round" Delivered round
    done
    row 11 08:25 a@fabrikam.example info@alive.example "Round" Failed round
}

{ echo "$header"; outage; misspelt; } >one.csv
{ echo "$header"; bad_list; alive; } >two.csv
{ echo "$header"; young; loop; } >three.csv
msgtrace 0 import --db d.db --exported-at 2026-11-14T08:00Z one.csv two.csv three.csv

claims "a misspelt domain is dead and says which one was meant; a young one and a living one are not in the list"
msgtrace 0 query dead-domains --db d.db --format csv
is "$(sed 1d out | tr -d '\r')" \
    "gmial.com,gmail.com,4,2,2,2026-11-02T10:00:00Z,2026-11-09T10:00:00Z,,"
msgtrace 0 query dead-domains --db d.db
says "gmial.com"
says "gmail.com"

claims "the filter says which are listed and what of them is counted, not whether they are dead"
msgtrace 0 query dead-domains --db d.db --since 2026-11-06 --until 2026-11-08 --format csv
is "$(sed 1d out | cut -d, -f1-5)" "gmial.com,gmail.com,1,1,1"
msgtrace 0 query dead-domains --db d.db --sender c@fabrikam.example --format csv
is "$(sed 1d out)" ""

claims "a mailing with a bad list is found, one that an outage fell on is not"
msgtrace 0 query mailings --db d.db --format csv
is "$(sed 1d out | tr -d '\r')" \
    "2026-11-09T14:10:00Z,sales@fabrikam.example,Offer,50,10,0.2,25,5,2026-11-09T14:59:00Z,"

claims "a message that came by again and again is a loop, whatever became of its passages"
msgtrace 0 query loops --db d.db --format csv
is "$(sed 1d out | tr -d '\r')" \
    "2026-11-11T08:00:00Z,2026-11-11T08:25:00Z,6,a@fabrikam.example,info@alive.example,1,Round,,<round@fabrikam.example>"

claims "the same in every order of import"
for question in dead-domains mailings loops; do
    msgtrace 0 query $question --db d.db --json
    cp out "$question.json"
done
for order in "three.csv two.csv one.csv" "two.csv one.csv three.csv"; do
    rm -f e.db
    for file in $order; do
        msgtrace 0 import --db e.db --exported-at 2026-11-14T08:00Z "$file"
    done
    for question in dead-domains mailings loops; do
        msgtrace 0 query $question --db e.db --json
        same "$question.json" out
    done
done

claims "they are about mail in trouble, and say their SQL"
msgtrace 2 query loops --db d.db --outcome delivered
complains "about mail in trouble"
for question in dead-domains mailings loops; do
    msgtrace 0 query $question --db d.db --show-sql
    says "SELECT"
    msgtrace 0 query --list
    says "$question"
done
