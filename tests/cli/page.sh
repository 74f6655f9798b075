# Pages in a browser: landmarks, headings, tables, names of images, targets of links, contrast in both schemes, nothing
# wider than the window at three widths, no message on the console, nothing fetched. Without a browser this is left out.
. "$SOURCE/tests/cli/harness.sh"

browser=$(command -v chromium || command -v chromium-browser || command -v google-chrome) || exit 77
export HOME=$PWD

# browse FILE OPTION...: the page's elements as the browser sees them.
browse() {
    shown=$1
    shift
    timeout 120 "$browser" --headless --no-sandbox --disable-gpu --disable-dev-shm-usage --no-first-run \
        --user-data-dir="$PWD/profile" "$@" "file://$PWD/$shown"
}

# look FILE SCHEME: what is wrong with a page, a line each; nothing for a page without fault.
look() {
    {
        printf '<!doctype html><meta charset="utf-8"><body><pre id="verdict"></pre><script>const pageBytes = "'
        base64 -w 0 "$1"
        printf '";\n'
        cat "$SOURCE/tests/page/check.js"
        printf '</script>'
    } >look.html
    browse look.html --blink-settings=preferredColorScheme="$2" --virtual-time-budget=60000 --dump-dom 2>/dev/null |
        sed -n '/id="verdict"/,/<\/pre>/p' | sed 's/.*id="verdict">//; s/<\/pre>.*//' >verdict
    grep -q '^looked at' verdict || broken "the browser did not look at $1: $(head -c 300 verdict)"
    grep -v -e '^looked at' -e '^scheme' verdict
}

run 0 "$GENERATE" --out more --seed 4 --per-day 200
run 0 "$GENERATE" --out events --seed 4 --per-day 200 --flavours extended
rm -f more/truth.json
msgtrace 0 import --db e.db more events/MTDetail_Weekly_2026-11-16* events/MTDetail_Weekly_2026-11-23*
for report in weekly trend executive; do
    msgtrace 0 report "$report" --db e.db --zone Europe/Madrid -o "$report.html"
done
msgtrace 0 report weekly --db e.db --lang es -o weekly-es.html
msgtrace 0 findings --db e.db -o findings.html
msgtrace 0 query heatmap --db e.db -o heatmap.html
msgtrace 0 query domains --db e.db -o domains.html

claims "a page with faults is told so"
sed 's/ scope="col"//; s/<main /<div /; s/--soft: #5b6570/--soft: #c0c0c0/' weekly.html >faulty.html
look faulty.html 1 >faults
for fault in "a head has no scope" "exactly one main" "contrast of"; do
    grep -q "$fault" faults || broken "nobody sees that $fault"
done
sed 's/<body>/<body><div style="width: 2000px">wide<\/div>/' weekly.html >faulty.html
look faulty.html 1 >faults
grep -q "wide" faults || broken "nobody sees a page that is too wide"

claims "every page is without fault in light and in dark"
for page in weekly weekly-es trend executive findings heatmap domains; do
    for scheme in 1 0; do
        look "$page.html" "$scheme" >faults
        [ ! -s faults ] || broken "$page.html: $(head -n 8 faults)"
        sed -n 's/^scheme //p' verdict >>schemes
    done
done
is "$(sort -u schemes | tr '\n' ' ')" "dark light "

claims "nothing is said on the console and nothing is fetched"
for page in weekly trend executive findings; do
    browse "$page.html" --enable-logging=stderr --v=0 --dump-dom 2>log >dom
    [ "$(wc -c <dom)" -gt 1000 ] || broken "the browser does not show $page.html"
    if grep -q CONSOLE log; then broken "$page.html: $(grep CONSOLE log | head -n 3)"; fi
    if grep -qE 'https?://|url\(|@import|<script|<link|srcset=| src=' "$page.html"; then
        broken "$page.html names something outside of itself"
    fi
done
