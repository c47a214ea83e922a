package quality_test

import (
	"encoding/json"
	"fmt"
	"math"
	"net/http/httptest"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
	"testing"
)

// attempts is how often a page may be measured: once, and three times again.
// Lighthouse reckons performance from how long work took on this machine, so
// others at work on its cores can only lower it, and the best attempt is the
// nearest to the page's own. The other scores do not depend on time.
const attempts = 4

// categories are Lighthouse's, of which each must score 100.
func categories() []string {
	return []string{"performance", "accessibility", "best-practices", "seo"}
}

// lighthouse: 100 in every category, as Lighthouse measures a phone, on pages
// of the kinds that people land on.
func (s *site) lighthouse(t *testing.T) {
	full(t)
	cli := tool(t, "LIGHTHOUSE", "Lighthouse's cli/index.js")
	server := httptest.NewServer(newCDN(t, s.dir))
	t.Cleanup(server.Close)
	for _, k := range []kind{
		{name: "home", path: "/"},
		{name: "blog", path: "/blog/"},
		{name: "programs", path: "/programs/"},
		{name: "post", path: "/blog/two-pages-twelve-clauses/"},
		{name: "post with pictures", path: "/blog/" + element + "/"},
		{name: "program", path: "/programs/" + s.words.Programs[0].Slug + "/"},
	} {
		t.Run(k.name, func(t *testing.T) { scores(t, cli, server.URL+k.path) })
	}
	t.Run("faults are seen", func(t *testing.T) { lighthouseSeesFaults(t, cli) })
}

// scores demands 100 in every category, of performance at the best of some
// attempts.
func scores(t *testing.T, cli, address string) {
	t.Helper()
	best, why := 0, []string(nil)
	for range attempts {
		r := audit(t, cli, address)
		t.Log(r)
		if r.Categories == nil {
			continue // the browser did not come up in time
		}
		if faults := r.faults(categories()[1:]...); len(faults) > 0 {
			t.Errorf("scores less than 100:\n%s", strings.Join(faults, "\n"))
			return
		}
		if score := r.score("performance"); score > best {
			best, why = score, r.faults("performance")
		}
		if best == 100 {
			return
		}
	}
	t.Errorf("performance is %d at the best of %d attempts, want 100:\n%s", best, attempts, strings.Join(why, "\n"))
}

// lighthouseSeesFaults: a page without a title, a language and a description
// scores less.
func lighthouseSeesFaults(t *testing.T, cli string) {
	server := httptest.NewServer(faulty(`<meta name="robots" content="noindex">`, `<img src="/a.svg"><script src="/gone.js"></script>`))
	t.Cleanup(server.Close)
	r := audit(t, cli, server.URL+"/page/")
	for _, name := range []string{"accessibility", "best-practices", "seo"} {
		if r.score(name) == 100 {
			t.Errorf("a bad page scores 100 for %s", name)
		}
	}
}

// lighthouseReport is what is looked at of Lighthouse's result.
type lighthouseReport struct {
	RuntimeError *struct{ Message string }
	Environment  struct{ BenchmarkIndex float64 } // of this machine at this moment
	Categories   map[string]struct {
		Score     *float64
		AuditRefs []struct {
			ID     string
			Weight float64
		}
	}
	Audits map[string]struct {
		Title, DisplayValue string
		Score               *float64
		Details             json.RawMessage
	}
}

func (r lighthouseReport) score(category string) int {
	if score := r.Categories[category].Score; score != nil {
		return int(math.Round(*score * 100))
	}
	return 0
}

func (r lighthouseReport) String() string {
	if r.RuntimeError != nil {
		return "nothing was measured: " + r.RuntimeError.Message
	}
	var all []string
	for _, name := range categories() {
		all = append(all, fmt.Sprintf("%s %d", name, r.score(name)))
	}
	for _, id := range []string{"first-contentful-paint", "largest-contentful-paint", "total-blocking-time", "cumulative-layout-shift"} {
		all = append(all, id+" "+strings.ReplaceAll(r.Audits[id].DisplayValue, "\u00a0", " "))
	}
	return strings.Join(all, ", ") + fmt.Sprintf(", machine %.0f", r.Environment.BenchmarkIndex)
}

// faults are the audits of categories that cost points.
func (r lighthouseReport) faults(categories ...string) []string {
	var all []string
	for _, name := range categories {
		if r.score(name) == 100 {
			continue
		}
		for _, ref := range r.Categories[name].AuditRefs {
			if a := r.Audits[ref.ID]; ref.Weight > 0 && a.Score != nil && *a.Score < 1 {
				all = append(all, fmt.Sprintf("%s: %s (%s) %s %s", name, ref.ID, a.Title, a.DisplayValue, first(string(a.Details), 800)))
			}
		}
	}
	return all
}

// audit runs Lighthouse over one page, with a browser and a home of its own.
func audit(t *testing.T, cli, address string) lighthouseReport {
	t.Helper()
	node := os.Getenv("NODE")
	if node == "" {
		node = "node"
	}
	dir := t.TempDir()
	out := filepath.Join(dir, "report.json")
	flags := []string{"--headless=new", "--no-sandbox", "--disable-gpu"}
	for name, value := range quiet() {
		if value == true {
			flags = append(flags, "--"+name)
		} else {
			flags = append(flags, fmt.Sprintf(`--%s="%v"`, name, value))
		}
	}
	slices.Sort(flags)
	cmd := exec.CommandContext(t.Context(), node, cli, address, "--output=json", "--output-path="+out, "--quiet",
		"--no-enable-error-reporting", "--only-categories="+strings.Join(categories(), ","), "--chrome-flags="+strings.Join(flags, " "))
	cmd.Env = append(os.Environ(), "CHROME_PATH="+chromium(t), "HOME="+dir, "XDG_CONFIG_HOME="+dir, "TMPDIR="+dir, "CI=1")
	said, err := cmd.CombinedOutput()
	data, readErr := os.ReadFile(out)
	if readErr != nil {
		if strings.Contains(string(said), "Runtime error encountered") { // on a busy machine; the caller tries again
			return lighthouseReport{RuntimeError: &struct{ Message string }{first(string(said), 300)}}
		}
		t.Fatalf("lighthouse: %v\n%s", err, first(string(said), 2000))
	}
	var r lighthouseReport
	if err := json.Unmarshal(data, &r); err != nil {
		t.Fatal(err)
	}
	if r.RuntimeError != nil {
		r.Categories = nil
	}
	return r
}
