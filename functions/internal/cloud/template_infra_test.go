package cloud

import (
	"maps"
	"os"
	"slices"
	"strings"
	"testing"
)

// infraRule is one thing that a template of infra/ must hold. check is given
// template.yaml too, which it stands beside.
type infraRule struct {
	file, name string
	check      func(main, t template) []string
}

func infraRules() []infraRule {
	all := []infraRule{
		{"watch.yaml", "every function is watched", functionsAreWatched},
		{"watch.yaml", "streams and queues are watched", streamsAreWatched},
		{"watch.yaml", "requests and tables are watched", requestsAreWatched},
		{"watch.yaml", "mail is watched", mailIsWatched},
		{"watch.yaml", "builds are watched", buildsAreWatched},
		{"watch.yaml", "lines that are counted are written", linesAreWritten},
		{"watch.yaml", "the dashboard shows what there is", dashboardShows},
		{"watch.yaml", "a budget tells in time", budgetTells},
		{"watch-edge.yaml", "the edge is watched", edgeIsWatched},
		{"artifacts.yaml", "what is deployed is kept, closed to others", artifactsAreKept},
		{"firewall.yaml", "the firewall stops what nobody means well with", firewallStops},
		{"firewall.yaml", "the firewall lets words and files pass", firewallLetsPass},
		{"firewall.yaml", "the firewall keeps nothing", firewallKeepsNothing},
	}
	for _, file := range infraFiles() {
		all = append(all, infraRule{file, "references resolve", infraReferencesResolve},
			infraRule{file, "parameters are used and described", func(_, t template) []string { return parametersUsed(t) }})
	}
	for _, file := range []string{"watch.yaml", "watch-edge.yaml"} {
		all = append(all, infraRule{file, "alarms reach somebody", alarmsReach})
	}
	return all
}

func infraFiles() []string {
	return []string{"artifacts.yaml", "firewall.yaml", "watch-edge.yaml", "watch.yaml"}
}

func artifactsAreKept(_, t template) []string {
	return slices.Concat(keptIsKept(t), bucketFaults(t.properties("Artifacts")), t.openings("Artifacts"))
}

func infraText(t testing.TB, file string) string {
	t.Helper()
	text, err := os.ReadFile("../../../infra/" + file)
	if err != nil {
		t.Fatal(err)
	}
	return string(text)
}

// parseInfra reads a template and writes out what it has for each of several
// names.
func parseInfra(text string) (template, error) {
	t, err := parseTemplate(text)
	if err == nil && t["Resources"] != nil {
		t["Resources"] = eachWritten(dict(t, "Resources"))
	}
	return t, err
}

// eachWritten does Fn::ForEach as CloudFormation would.
func eachWritten(resources map[string]any) map[string]any {
	out := map[string]any{}
	for name, v := range resources {
		if !strings.HasPrefix(name, "Fn::ForEach::") {
			out[name] = v
			continue
		}
		for _, item := range texts(at(v, "1")) {
			maps.Copy(out, dict(withItem(at(v, "2"), str(v, "0"), item)))
		}
	}
	return out
}

// withItem puts an item where the name of a loop stands.
func withItem(v any, name, item string) any {
	switch in := v.(type) {
	case string:
		return strings.ReplaceAll(in, "${"+name+"}", item)
	case []any:
		out := make([]any, len(in))
		for i := range in {
			out[i] = withItem(in[i], name, item)
		}
		return out
	case map[string]any:
		if len(in) == 1 && in["Ref"] == name {
			return item
		}
		out := map[string]any{}
		for key := range in {
			out[withItem(key, name, item).(string)] = withItem(in[key], name, item)
		}
		return out
	}
	return v
}

// infraReferencesResolve also wants exported what is imported.
func infraReferencesResolve(main, t template) (faults []string) {
	faults = referencesResolve(t)
	exported := main.exports()
	for _, name := range imports(map[string]any(t)) {
		if exported[name] == "" {
			faults = append(faults, "template.yaml exports no "+name)
		}
	}
	return faults
}

// imports are the names of the exports that are taken.
func imports(v any) (names []string) {
	switch in := v.(type) {
	case []any:
		for _, item := range in {
			names = append(names, imports(item)...)
		}
	case map[string]any:
		for name, argument := range in {
			if name == "Fn::ImportValue" {
				names = append(names, str(value(argument)))
			}
			names = append(names, imports(argument)...)
		}
	}
	return names
}

func TestInfra(t *testing.T) {
	t.Parallel()
	found, err := os.ReadDir("../../../infra")
	if err != nil {
		t.Fatal(err)
	}
	for _, entry := range found {
		if strings.HasSuffix(entry.Name(), ".yaml") && !slices.Contains(infraFiles(), entry.Name()) {
			t.Errorf("no rule is about infra/%s", entry.Name())
		}
	}
	main := loadTemplate(t)
	for _, r := range infraRules() {
		t.Run(r.file+": "+r.name, func(t *testing.T) {
			t.Parallel()
			loaded, err := parseInfra(infraText(t, r.file))
			if err != nil {
				t.Fatal(err)
			}
			for _, fault := range r.check(main, loaded) {
				t.Error(fault)
			}
		})
	}
}

// infraWeakening is a change of one line of a template of infra/, and the rule
// that must notice.
type infraWeakening struct{ file, old, new, rule string }

func TestInfraWeakened(t *testing.T) {
	t.Parallel()
	main := loadTemplate(t)
	noticed := map[string]bool{}
	for _, w := range infraWeakenings() {
		noticed[w.file+w.rule] = true
		t.Run(w.file+": "+w.rule+": "+strings.TrimSpace(w.new), func(t *testing.T) {
			t.Parallel()
			text := infraText(t, w.file)
			weak := strings.Replace(text, w.old, w.new, 1)
			if weak == text {
				t.Fatalf("infra/%s does not contain %q any more", w.file, w.old)
			}
			loaded, err := parseInfra(weak)
			if err != nil {
				t.Fatal(err)
			}
			i := slices.IndexFunc(infraRules(), func(r infraRule) bool { return r.file == w.file && r.name == w.rule })
			if i < 0 || len(infraRules()[i].check(main, loaded)) == 0 {
				t.Errorf("got no fault for %q instead of %q", w.new, w.old)
			}
		})
	}
	for _, r := range infraRules() {
		if !noticed[r.file+r.name] {
			t.Errorf("no weakening shows that rule %q of %s can fail", r.name, r.file)
		}
	}
}
