package quality_test

import (
	"context"
	"encoding/json"
	"fmt"
	"slices"
	"strings"
	"testing"

	"github.com/chromedp/cdproto/cdp"
	"github.com/chromedp/cdproto/page"
	"github.com/chromedp/chromedp"
	"github.com/chromedp/chromedp/kb"
)

// inspector looks at pages and says what is wrong with them.
type inspector struct {
	browser context.Context
	base    string
	axe     string // its source
	runs    int    // of axe
	found   []string

	undecided []string // by axe
}

func (in *inspector) wrong(where string, what ...string) {
	for _, one := range what {
		if say := where + ": " + one; !slices.Contains(in.found, say) {
			in.found = append(in.found, say)
		}
	}
}

// inspect returns everything wrong with a page.
func (in *inspector) inspect(t *testing.T, k kind) []string {
	t.Helper()
	p := openTab(t, in.browser, in.base, true)
	for _, look := range []struct {
		width   int64
		schemes []string
	}{{360, []string{"dark", "light"}}, {1280, []string{"light", "dark"}}} {
		p.open(t, k, look.width)
		in.wrong(pixels(look.width), fits(t, p)...)
		where := ""
		for _, scheme := range look.schemes {
			p.scheme(t, scheme)
			where = scheme + ", " + pixels(look.width)
			in.wrong(where, in.violations(t, p)...)
			in.wrong(where, moves(t, p)...)
		}
		in.wrong(where, focus(t, p, k)...)
	}
	p.open(t, k, 320)
	in.wrong("320 px", fits(t, p)...)
	in.wrong("pictures", ask[[]string](t, p, "looking at pictures", brokenPictures)...)
	if k.path == "/" {
		in.wrong("manifest", manifest(t, p)...)
	}
	in.wrong("page", p.took()...)
	if k.typed == "" {
		in.wrong("without JavaScript", in.scriptless(t, p, k)...)
	}
	return in.found
}

// violations runs axe over the page as it stands.
func (in *inspector) violations(t *testing.T, p *tab) []string {
	t.Helper()
	in.runs++
	if !ask[bool](t, p, "looking for axe", "typeof axe === 'object'") {
		ask[bool](t, p, "loading axe", "(() => {"+in.axe+"})() || true")
	}
	result := ask[string](t, p, "running axe", `axe.run(document, {
		runOnly: { type: "tag", values: ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"] },
		rules: { "target-size": { enabled: true } },
		resultTypes: ["violations", "incomplete"],
	}).then((r) => JSON.stringify({
		passes: r.passes.length,
		undecided: r.incomplete.map((i) => i.id + " " + i.nodes.length + " times, as in " + i.nodes[0].html.slice(0, 200) + " " + i.nodes[0].failureSummary),
		violations: r.violations.map((v) => v.id + " " + v.nodes.length + " times: " + v.help + ", as in " +
			v.nodes[0].target.join(" ") + " " + v.nodes[0].html.slice(0, 200) + " " + v.nodes[0].failureSummary.replace(/\s+/g, " ")),
	}))`)
	var report struct {
		Passes                int
		Undecided, Violations []string
	}
	if err := json.Unmarshal([]byte(result), &report); err != nil {
		t.Fatalf("axe answers %s: %v", result, err)
	}
	if report.Passes < 10 {
		t.Errorf("axe looked at nothing: %s", result)
	}
	for _, u := range report.Undecided {
		if u = strings.Join(strings.Fields(u), " "); !slices.Contains(in.undecided, u) {
			in.undecided = append(in.undecided, u)
			t.Logf("axe cannot decide: %s", u)
		}
	}
	return report.Violations
}

// fits demands that nothing makes the page scroll to the side.
func fits(t *testing.T, p *tab) []string {
	t.Helper()
	return ask[[]string](t, p, "measuring", `(() => {
		const width = document.documentElement.clientWidth;
		if (document.documentElement.scrollWidth <= width) return [];
		return [...document.querySelectorAll("body *")].filter((e) => e.getBoundingClientRect().right > width + 1).slice(-3)
			.map((e) => "scrolls to the side: " + e.outerHTML.slice(0, 120)).concat("is " + document.documentElement.scrollWidth + " px wide");
	})()`)
}

const brokenPictures = `[...document.images].filter((i) => i.complete && !i.naturalWidth).map((i) => i.src + " does not show")`

// moves demands that nothing moves for those who asked for that.
func moves(t *testing.T, p *tab) []string {
	t.Helper()
	return ask[[]string](t, p, "looking for motion", `[...document.querySelectorAll("*")].filter((e) => {
		const s = getComputedStyle(e);
		return [s.transitionDuration, s.animationDuration].some((d) => d.split(",").some((one) => parseFloat(one) > 0.05));
	}).slice(0, 3).map((e) => "moves although no motion is wanted: " + e.outerHTML.slice(0, 120))`)
}

// manifest demands that the browser can read the web manifest, which the
// policy has to let it fetch.
func manifest(t *testing.T, p *tab) []string {
	t.Helper()
	ctx, cancel := context.WithDeadline(p.ctx, p.end)
	defer cancel()
	var found []string
	err := chromedp.Do(ctx, chromedp.Func(func(ctx context.Context, target *chromedp.Target) error {
		r, err := cdp.Call(ctx, target, page.GetAppManifest, page.GetAppManifestParams{})
		for _, e := range r.Errors {
			found = append(found, e.Message)
		}
		if r.Data == "" {
			found = append(found, "cannot be fetched: "+r.URL)
		}
		return err
	}))
	if err != nil {
		t.Fatalf("reading the manifest: %v", err)
	}
	return found
}

// mostTabs is how often the tab key is pressed on a page at most.
const mostTabs = 60

// focus presses the tab key and demands that each time one sees where the
// focus is: an outline that stands out from what is behind it (WCAG 1.4.11),
// within the window and not covered (2.4.11). The first stop is the link that
// skips the header.
func focus(t *testing.T, p *tab, k kind) []string {
	t.Helper()
	var found []string
	stops := 0
	for range mostTabs {
		p.do(t, "pressing tab", chromedp.KeyEvent(kb.Tab))
		stop := ask[[]string](t, p, "looking for the focus", focused)
		if len(stop) == 0 {
			break
		}
		if stops == 0 && stop[0] != "#main" && k.typed == "" {
			found = append(found, "the first stop is no link to the content but "+stop[1])
		}
		stops++
		found = append(found, stop[2:]...)
	}
	if stops < 5 {
		found = append(found, fmt.Sprintf("has only %d stops for the tab key", stops))
	}
	return found
}

// focused is where the focus is: address, element, and what is wrong.
const focused = `(() => {
	const e = document.activeElement;
	if (!e || e === document.body || e === document.documentElement) return [];
	const wrong = [], say = e.outerHTML.slice(0, 120), style = getComputedStyle(e);
	const rgb = (color) => {
		const c = document.createElement("canvas").getContext("2d", { willReadFrequently: true });
		c.fillStyle = color;
		c.fillRect(0, 0, 1, 1);
		return [...c.getImageData(0, 0, 1, 1).data];
	};
	const light = ([r, g, b]) => [r, g, b].map((v) => (v /= 255) <= 0.04045 ? v / 12.92 : ((v + 0.055) / 1.055) ** 2.4)
		.reduce((sum, v, i) => sum + v * [0.2126, 0.7152, 0.0722][i], 0);
	let behind = e.parentElement;
	while (behind && rgb(getComputedStyle(behind).backgroundColor)[3] < 255) behind = behind.parentElement;
	const paper = rgb(getComputedStyle(behind || document.documentElement).backgroundColor);
	if (style.outlineStyle === "none" || parseFloat(style.outlineWidth) < 1) {
		wrong.push("focus cannot be seen on " + say);
	} else {
		const [a, b] = [light(rgb(style.outlineColor)), light(paper[3] ? paper : [255, 255, 255])].sort((a, b) => b - a);
		const contrast = (a + 0.05) / (b + 0.05);
		if (contrast < 3) wrong.push("outline has a contrast of " + contrast.toFixed(2) + " on " + say);
	}
	const rects = [...e.getClientRects()].filter((r) => r.width && r.height);
	const shown = rects.find((r) => r.bottom > 0 && r.top < innerHeight && r.right > 0 && r.left < innerWidth);
	if (!shown) {
		wrong.push("focus is out of sight on " + say);
	} else {
		const x = (Math.max(0, shown.left) + Math.min(innerWidth, shown.right)) / 2, y = (Math.max(0, shown.top) + Math.min(innerHeight, shown.bottom)) / 2;
		const top = document.elementFromPoint(x, y);
		if (top && !e.contains(top) && !top.contains(e)) wrong.push("focus is covered by " + top.outerHTML.slice(0, 80) + " on " + say);
	}
	return [e.getAttribute("href") || "", say, ...wrong];
})()`

// scriptless demands that a page without JavaScript says everything that it
// says with it. What only tells how a form or a filter is doing is left out.
func (in *inspector) scriptless(t *testing.T, with *tab, k kind) []string {
	t.Helper()
	with.open(t, k, 1280)
	without := openTab(t, in.browser, in.base, false)
	without.open(t, k, 1280)
	told := ask[[]string](t, without, "reading without JavaScript", visibleWords)
	var found []string
	for _, line := range ask[[]string](t, with, "reading with JavaScript", visibleWords) {
		if !slices.Contains(told, line) {
			found = append(found, "does not say "+line)
		}
	}
	if len(told) < 3 {
		found = append(found, fmt.Sprintf("says only %q", told))
	}
	return append(found, without.took()...)
}

// visibleWords are the lines of main that can be seen, with everything that can
// be opened open.
const visibleWords = `(() => {
	for (const d of document.querySelectorAll("details")) d.open = true;
	for (const s of document.querySelectorAll("[role=status], .count")) s.style.display = "none";
	return document.querySelector("main").innerText.split("\n").map((line) => line.trim()).filter(Boolean);
})()`
