// Package scripts_test checks the repository itself: which room may import
// which, and that what is deployed is what is there.
package scripts_test

import (
	"go/parser"
	"go/token"
	"io/fs"
	"maps"
	"os"
	"path"
	"slices"
	"strconv"
	"strings"
	"testing"
)

// layers says what each room may import of ours. Test files are free. It is
// the picture in README.md; change both in one commit.
func layers() map[string][]string {
	const in = "functions/internal/"
	leaf := []string{}
	return map[string][]string{
		"content":           leaf,
		"site":              {"site/content", "site/generate", "site/check", "site/starter", "site/wxr", "site/preview"},
		"site/preview":      {"site/theme"},
		"scripts/quality":   leaf,
		"scripts/validate":  leaf,
		"site/content":      {"site/packed"},
		"site/generate":     {"site/content", "site/theme", "site/packed", "site/markdown", "site/picture", "site/search", "site/feed", "site/schema"},
		"site/packed":       leaf,
		"site/markdown":     {"site/content"},
		"site/picture":      {"site/picture/webp"},
		"site/search":       leaf,
		"site/feed":         leaf,
		"site/schema":       leaf,
		"site/check":        {"site/content"},
		"site/starter":      {"site/content"},
		"site/wxr":          {"site/content", "site/starter", "site/check"},
		"scripts/bench":     leaf,
		"site/picture/webp": leaf,
		"site/browsertest":  leaf,
		"site/theme":        leaf,

		in + "agency":            leaf,
		in + "agency/agencytest": {in + "agency"},
		in + "table":             leaf,
		in + "table/tabletest":   {in + "table"},
		in + "backup":            {in + "table"},

		// Every change of state writes its event and its mail in the same
		// transaction, so the rooms may import the two that keep those.
		in + "audit":   {in + "agency", in + "table"},
		in + "outbox":  {in + "agency", in + "table", in + "audit"},
		in + "comment": {in + "agency", in + "table", in + "audit", in + "outbox", "site/content"},
		in + "account": {in + "agency", in + "table", in + "audit", in + "outbox", "site/content"},

		// From a program to its outcomes: each room knows those before it.
		in + "program":     {in + "agency", in + "table", in + "audit", "site/content"},
		in + "application": {in + "agency", in + "table", in + "audit", in + "outbox", in + "program", "site/content"},
		in + "vetting":     {in + "agency", in + "table", in + "audit", in + "program", in + "application", "site/content"},
		in + "decision":    {in + "agency", in + "table", in + "outbox", in + "program", in + "application", in + "vetting", "site/content"},

		// From the brief to the live post, and whatever else is written, read by
		// others and released.
		in + "fetch":    leaf,
		in + "check":    leaf,
		in + "document": {in + "agency", in + "table", in + "audit"},
		in + "brief": {in + "agency", in + "table", in + "audit", in + "outbox", in + "document", in + "check", in + "program",
			in + "application", "site/content"},
		in + "submission": {in + "agency", in + "table", in + "audit", in + "outbox", in + "brief", in + "check", in + "fetch",
			in + "program", in + "application", "site/content", "site/markdown"},
		in + "guest": {in + "agency", in + "table", in + "audit", in + "outbox", in + "document", "site/content", "site/markdown", "site/starter"},

		in + "decision/decisiontest": {in + "agency", in + "agency/agencytest", in + "table", in + "account", in + "audit", in + "outbox",
			in + "program", in + "application", in + "vetting", in + "decision", "site/content"},

		in + "mail": {in + "agency", in + "outbox", in + "comment", in + "account", in + "application", in + "decision", in + "brief", in + "submission", in + "guest"},
		in + "web": {in + "agency", in + "table", in + "comment", in + "account", in + "outbox", in + "mail",
			in + "program", in + "application", in + "vetting", in + "decision", in + "document", in + "check", in + "brief",
			in + "submission", in + "guest", "site/content", "site/generate", "site/theme"},
		in + "publish": {in + "agency", in + "table", in + "comment", in + "program", in + "guest", "site/content", "site/generate", "site/theme"},

		in + "local": {in + "agency", in + "table", in + "backup", in + "account", in + "comment", in + "mail", in + "outbox",
			in + "program", in + "application", in + "vetting", in + "decision", in + "fetch", in + "brief", in + "submission",
			in + "publish", in + "web", "site/content", "site/generate", "site/theme"},
		in + "cloud/backup":    {in + "cloud"},
		in + "local/localtest": {in + "agency/agencytest", in + "local"},
		in + "cloud": {in + "agency", in + "table", in + "backup", in + "account", in + "comment", in + "mail", in + "outbox",
			in + "program", in + "application", in + "vetting", in + "decision", in + "fetch", in + "brief", in + "submission",
			in + "publish", in + "web", "content", "site/content", "site/generate", "site/theme"},
		in + "cloud/sam":       leaf,
		in + "cloud/standin":   {in + "cloud/sam", "site/content"},
		in + "cloud/cloudtest": {in + "cloud", in + "cloud/rollout", in + "cloud/sam", in + "cloud/standin", in + "local", in + "publish"},
		in + "cloud/rollout":   {"site/content"},
		in + "cloud/deploy":    {in + "cloud/rollout"},

		"functions/accounts":     {in + "cloud"},
		"functions/applications": {in + "cloud"},
		"functions/briefs":       {in + "cloud"},
		"functions/clock":        {in + "cloud"},
		"functions/comments":     {in + "cloud"},
		"functions/deliver":      {in + "cloud"},
		"functions/desk":         {in + "cloud"},
		"functions/publish":      {in + "cloud"},
		"functions/submissions":  {in + "cloud"},
		"functions/local":        {in + "local"},
		"scripts":                leaf,
	}
}

const module = "greenroom/"

// imports returns what the non-test sources of every package import. It reads
// the sources itself: an answer of the go command would come from its cache.
func imports(t *testing.T) map[string][]string {
	t.Helper()
	found := map[string][]string{}
	root := os.DirFS("..")
	err := fs.WalkDir(root, ".", func(name string, d fs.DirEntry, err error) error {
		switch {
		case err != nil:
			return err
		case d.IsDir() && name != "." && (strings.HasPrefix(d.Name(), ".") || d.Name() == "testdata" || d.Name() == "public"):
			return fs.SkipDir
		case d.IsDir() || path.Ext(name) != ".go":
			return nil
		}
		room := path.Dir(name)
		if _, ok := found[room]; !ok {
			found[room] = nil
		}
		if strings.HasSuffix(name, "_test.go") {
			return nil
		}
		source, err := fs.ReadFile(root, name)
		if err != nil {
			return err
		}
		file, err := parser.ParseFile(token.NewFileSet(), name, source, parser.ImportsOnly)
		if err != nil {
			return err
		}
		for _, spec := range file.Imports {
			imported, err := strconv.Unquote(spec.Path.Value)
			if err != nil {
				return err
			}
			found[room] = append(found[room], imported)
		}
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
	return found
}

func TestEveryRoomImportsOnlyWhatItMay(t *testing.T) {
	t.Parallel()
	allowed := layers()
	for room, all := range imports(t) {
		may, known := allowed[room]
		if !known {
			t.Errorf("%s is a new room: add it to layers and to the map in README.md", room)
			continue
		}
		for _, imported := range all {
			ours, ok := strings.CutPrefix(imported, module)
			if ok && !slices.Contains(may, ours) {
				t.Errorf("%s imports %s, which it may not", room, ours)
			}
		}
	}
}

func TestEveryRoomOfThePictureExists(t *testing.T) {
	t.Parallel()
	there := imports(t)
	for _, room := range slices.Sorted(maps.Keys(layers())) {
		if _, ok := there[room]; !ok {
			t.Errorf("%s is in layers and has no Go files", room)
		}
	}
}

// fenced are the libraries that one room only may import: what they stand for
// can then be exchanged in that room.
func TestFencedLibrariesStayInTheirRoom(t *testing.T) {
	t.Parallel()
	fenced := map[string][]string{
		"github.com/aws/":                    {"functions/internal/cloud", "functions/internal/cloud/backup", "functions/internal/cloud/rollout", "functions/internal/cloud/sam", "functions/internal/cloud/standin", "functions/internal/cloud/cloudtest"},
		"go.etcd.io/bbolt":                   {"functions/internal/local"},
		"github.com/gomarkdown/":             {"site/markdown"},
		"github.com/gorilla/feeds":           {"site/feed"},
		"go.yaml.in/yaml":                    {"site/content", "functions/internal/cloud/sam"},
		"github.com/wneessen/go-mail":        {"functions/internal/mail"},
		"github.com/go-playground/validator": {"functions/internal/agency"},
		"html/template":                      {"functions/internal/mail"},
		"text/template":                      {"functions/internal/mail"},
		"net/http/httptest":                  {},
		"github.com/a-h/templ/cmd":           {},
		"net/http/cgi":                       {},
		"os/exec":                            {"scripts/bench", "site/browsertest", "functions/internal/cloud/rollout", "functions/internal/cloud/standin", "functions/internal/cloud/cloudtest"},
		"github.com/fsnotify/fsnotify":       {"site/preview"},
		"github.com/alecthomas/chroma":       {"site/markdown"},
		"unsafe":                             {},
	}
	for room, all := range imports(t) {
		for _, imported := range all {
			for library, rooms := range fenced {
				if strings.HasPrefix(imported, library) && !slices.Contains(rooms, room) {
					t.Errorf("%s imports %s; only %v may", room, imported, rooms)
				}
			}
		}
	}
}
