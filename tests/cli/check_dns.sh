# check dns: a domain's records from what people paste and from a real server on loopback; what is missing, what is
# wrong and what is merely not known are three things.
. "$SOURCE/tests/cli/harness.sh"

pastes=$SOURCE/fixtures/dns
server=
stop_server() {
    [ -n "$server" ] || return 0
    kill -CONT -- "-$server" 2>/dev/null
    kill -KILL -- "-$server" 2>/dev/null
    wait "$server" 2>/dev/null
    server=
    rm -f pid
}
trap 'stop_server; rm -rf "$work"' EXIT

# check STATUS FILE [OPTION...]
check() {
    wanted=$1 file=$2
    shift 2
    msgtrace "$wanted" check dns --domain contoso.com --records "$file" "$@"
}

# stands CHECK STATE: by the summary in JSON.
stands() {
    sed -n 's/.*"check":"'"$1"'","state":"\([a-z]*\)","errors".*/\1/p' out >state
    [ "$(cat state)" = "$2" ] || broken "$1 is '$(cat state)', not '$2'"
}

# finds KIND..., finds_not KIND: by the tables of findings in JSON.
finds() {
    for kind in "$@"; do
        grep -qF "\"kind\":\"$kind\"" out || broken "there is no finding '$kind'"
    done
}
finds_not() { ! grep -qF "\"kind\":\"$1\"" out || broken "there is a finding '$1'"; }

# One object a line, so that the lines above can be read.
json() {
    wanted=$1
    shift
    msgtrace "$wanted" check dns --domain contoso.com --json "$@"
    sqlite3 :memory: "SELECT json_valid(CAST(readfile('out') AS TEXT))" >valid
    is "$(cat valid)" 1
    tr -d '\n' <out | sed 's/": */":/g; s/, *"/,"/g; s/} *, *{/}\n{/g; s/\[ *{/[\n{/g; s/{ *"/{"/g' >lines
    mv lines out
}

claims "a question without a source is refused, and says what to give"
msgtrace 2 check dns --domain contoso.com
complains "--records FILE"
complains "--resolver ADDRESS"
complains "Nothing is asked unless you say whom"
msgtrace 2 check
complains "msgtrace check dns --domain contoso.com"
msgtrace 2 check mail --domain contoso.com --records x
complains "say what to check"
msgtrace 2 check dns --records x
complains "say which domain"
msgtrace 2 check dns --domain ann@contoso.com --records x
complains "give what stands behind the @"
msgtrace 2 check dns --domain café.example --records x
complains "xn--"
msgtrace 2 check dns --domain contoso.com --records x --resolver 127.0.0.1
complains "not both"
msgtrace 2 check dns --domain contoso.com --resolver dns.example
complains "is no address of a resolver"
msgtrace 2 check dns --domain contoso.com --records x --ip mail.contoso.com
complains "--ip takes one address"
msgtrace 2 check dns --domain contoso.com --records x --selector s1._domainkey.contoso.com
complains "is no selector"
msgtrace 2 check dns --domain contoso.com --records x --fail-on always
complains "'error' or 'warning'"

claims "what dig printed is checked, with the rule and the line of each record"
check 0 "$pastes/dig-full.txt"
says "contoso.com has exactly one SPF record, as it must be [ok]"
says "Published (line 15): v=spf1 ip4:192.0.2.0/28 include:spf.protection.outlook.com -all"
says "The rule: RFC 7208, section 4.6.4."
says "The key of selector1 is an RSA key of 2048 bits [ok]"
says "There is no DMARC record at _dmarc.contoso.com."
says "Publish a TXT record at _dmarc.contoso.com: v=DMARC1; p=none; rua=mailto:ADDRESS"
says "The MX records of contoso.com could not be found out: the server refused [not known]"
says_not "Lines that could not be read"
json 0 --records "$pastes/dig-full.txt"
stands spf ok
stands dkim warning
stands dmarc error
stands mx unknown
finds spf-one spf-lookups spf-microsoft spf-all-fail dkim-microsoft-new dkim-key dkim-one-points-nowhere dmarc-missing \
    mx-no-answer

claims "standard input is read like a file"
"$MSGTRACE" check dns --domain contoso.com --records - <"$pastes/dig-full.txt" >out 2>err || broken "it ended with $?"
sed 's/standard input/FILE/; s/From the records in .*/From/' out >one
check 0 "$pastes/dig-full.txt"
sed 's/From the records in .*/From/' out >two
same one two

claims "what was not asked is not known, and never missing"
json 0 --records "$pastes/notes.txt"
stands spf ok
finds spf-lookups-open dkim-target-not-asked dkim-not-asked dmarc-reports-open
finds_not dkim-none
check 0 "$pastes/notes.txt"
says "Add the output of: dig TXT spf.protection.outlook.com"
check 0 "$pastes/dig-short.txt"
says "dig +short printed nothing, which hides the reason"

claims "Windows and PowerShell are read, in UTF-16 too, and what PowerShell cut is listed"
json 0 --records "$pastes/nslookup-windows.txt"
finds spf-one dkim-key dkim-selector-missing dmarc-missing mx-microsoft
check 3 "$pastes/resolve-dnsname.txt"
says "Lines that could not be read"
says "PowerShell shortened or wrapped it"

claims "lines that could not be read are listed with their number, and the exit status says so"
check 3 "$pastes/unreadable.txt" --format csv
grep -q '^2,"\{0,1\}Dear support, these are our records"\{0,1\},no_form' out || broken "line 2 is not listed"
grep -q '^8,.*,open_bracket' out || broken "line 8 is not listed"
echo "nothing of the kind" >prose
check 1 prose
complains "there is no DNS record or answer in 'prose'"

claims "a zone file says what does not exist, and mistakes in it are found"
json 0 --records "$pastes/zone-file.txt" --selector mailing
stands dmarc error
finds dkim-doubled dkim-crossed dkim-key-weak dmarc-missing mx-mixed

claims "an address is judged by SPF"
check 0 "$pastes/dig-full.txt" --ip 198.51.100.3
says "198.51.100.3 may send for the domain (pass) [ok]"
check 0 "$pastes/dig-full.txt" --ip 203.0.113.3
says "203.0.113.3 may not send for the domain: the result is fail [error]"

claims "the exit status can be that of the worst finding"
check 4 "$pastes/dig-full.txt" --fail-on error
printf 'contoso.com. IN MX 0 .\n' >null
check 0 null --fail-on error
check 4 null --fail-on warning

claims "data is the same for every reader, and the page has the reader's language"
check 0 "$pastes/zone-file.txt" --format csv
mv out english
check 0 "$pastes/zone-file.txt" --format csv --lang es
same english out
for file in zone-file dig-full nslookup-bind; do
    check 0 "$pastes/$file.txt" --lang es --format md --ip 203.0.113.3
    # Names and records stand in code spans; what is left is ours.
    sed -e 's/`[^`]*`//g' -e 's/«[^»]*»//g' -e 's/[-~]all//g' out >ours
    english=$(grep -owiE 'the|of|and|with|from|is|are|was|has|have|not|all|mail|record|records|name|answer|section|published|rule|known' \
        ours | sort -u | tr '\n' ' ')
    [ -z "$english" ] || broken "English on the page: $english"
done

claims "every format takes it"
for format in html md txt csv json xlsx; do
    check 0 "$pastes/dig-full.txt" -o "page.$format"
    [ -s "page.$format" ] || broken "$format is empty"
done

claims "bytes that are no text reach no terminal"
printf 'contoso.com. IN TXT "v=spf1 \\027[31m -all \\000"\n\033]0;x\007\n' >hostile
check 3 hostile
! grep -q "$(printf '\033')" out || broken "a control byte went through"
json 3 --records hostile
finds spf-syntax

# ---- a real server ----

nsd=$(command -v nsd || command -v /usr/sbin/nsd) || {
    echo "nsd is not installed: what is asked live is not tested" >&2
    exit 77
}
key=$(sed -n 's/^rsa2048.//p' "$pastes/keys.tsv")
mkdir zones
cat >zones/contoso.com <<ZONE
\$ORIGIN contoso.com.
\$TTL 60
@ SOA ns.contoso.com. hostmaster.contoso.com. 1 3600 600 86400 60
@ NS ns
ns A 127.0.0.1
@ TXT "v=spf1 include:spf.protection.outlook.com inc" "lude:elsewhere.example -all"
@ MX 0 contoso-com.mail.protection.outlook.com.
selector1._domainkey CNAME selector1-contoso-com._domainkey.contoso.onmicrosoft.com.
selector2._domainkey CNAME selector2-contoso-com._domainkey.contoso.onmicrosoft.com.
_dmarc TXT "v=DMARC1; p=reject; rua=mailto:d@outlook.com"
bare A 192.0.2.1
ZONE
cat >zones/outlook.com <<ZONE
\$ORIGIN outlook.com.
\$TTL 60
@ SOA ns.contoso.com. hostmaster.contoso.com. 1 3600 600 86400 60
@ NS ns.contoso.com.
spf.protection TXT "v=spf1 ip4:198.51.100.0/25 -all"
contoso-com.mail.protection A 198.51.100.36
ZONE
cat >zones/onmicrosoft.com <<ZONE
\$ORIGIN onmicrosoft.com.
\$TTL 60
@ SOA ns.contoso.com. hostmaster.contoso.com. 1 3600 600 86400 60
@ NS ns.contoso.com.
selector1-contoso-com._domainkey.contoso TXT "v=DKIM1; k=rsa; p=$(echo "$key" | cut -c 1-200)" "$(echo "$key" | cut -c 201-)"
ZONE

# serve PORT: true when it answers.
serve() {
    {
        printf 'server:\n ip-address: 127.0.0.1@%s\n username: ""\n chroot: ""\n zonesdir: "%s"\n database: ""\n' "$1" "$work"
        printf ' pidfile: "%s/pid"\n xfrdfile: "%s/xfrd"\n zonelistfile: "%s/list"\n logfile: "%s/log"\n' "$work" "$work" \
            "$work" "$work"
        printf ' server-count: 1\n xfrdir: "%s"\nremote-control:\n control-enable: no\n' "$work"
        for zone in contoso.com outlook.com onmicrosoft.com; do
            printf 'zone:\n name: "%s"\n zonefile: "zones/%s"\n' $zone $zone
        done
    } >nsd.conf
    set -m
    "$nsd" -d -c nsd.conf >nsd.out 2>&1 &
    server=$!
    set +m
    for _ in 1 2 3 4 5 6 7 8 9 10; do
        kill -0 "$server" 2>/dev/null || return 1
        "$MSGTRACE" check dns --domain contoso.com --resolver "127.0.0.1:$1" --format csv >answer 2>/dev/null
        grep -q spf-one answer && return 0
        sleep 0.3
    done
    return 1
}

claims "the server answers"
for try in 1 2 3 4 5; do
    port=$((20000 + RANDOM % 40000))
    serve $port && break
    stop_server
    [ $try -lt 5 ] || broken "nsd did not start: $(cat log nsd.out 2>/dev/null)"
done

claims "live, every check finds its records, through aliases and with joined strings"
json 0 --resolver "127.0.0.1:$port"
stands mx ok
stands dmarc warning
finds spf-one spf-microsoft dkim-microsoft-old dkim-key mx-microsoft dmarc-reject
grep -q '"kind":"dkim-key",.*"number":2048' out || broken "the key is not 2048 bits long"

claims "live, no such name, no such record and a refusal are told apart"
finds dkim-one-points-nowhere dmarc-reports-refused
grep -q '"kind":"spf-lookups-no-answer"' out || broken "the refusal is not told"
msgtrace 0 check dns --domain contoso.com --resolver "127.0.0.1:$port"
says "elsewhere.example could not be found out (the server refused)"
msgtrace 0 check dns --domain gone.contoso.com --resolver "127.0.0.1:$port"
says "gone.contoso.com does not exist in the DNS"
says "The record of the domain above, contoso.com, holds for this one too"
msgtrace 0 check dns --domain bare.contoso.com --resolver "127.0.0.1:$port"
says "bare.contoso.com has no SPF record"
says "bare.contoso.com has no MX record"
msgtrace 0 check dns --domain fabrikam.example --resolver "127.0.0.1:$port"
says "The TXT records of fabrikam.example could not be found out: the server refused"
says_not "[error]"

claims "live, an address is judged"
msgtrace 0 check dns --domain contoso.com --resolver "127.0.0.1:$port" --ip 198.51.100.9
says "198.51.100.9 may send for the domain (pass)"

claims "a server that is there and does not answer costs seconds, and nothing is called missing"
kill -STOP -- "-$server"
started=$SECONDS
json 0 --resolver "127.0.0.1:$port"
[ $((SECONDS - started)) -lt 30 ] || broken "it took $((SECONDS - started)) s"
for one in spf dkim dmarc mx; do stands $one unknown; done
finds spf-no-answer dkim-no-answer dmarc-no-answer mx-no-answer
grep -q "nobody answered in time" out || broken "the reason is not told"

claims "a server that is not there is told apart from one that is slow"
stop_server
msgtrace 0 check dns --domain contoso.com --resolver "127.0.0.1:$port"
says "could not be found out: the server refused"
