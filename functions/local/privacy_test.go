package main_test

import (
	"crypto/md5"
	"crypto/sha1"
	"crypto/sha256"
	"encoding/base64"
	"encoding/hex"
	"errors"
	"io/fs"
	"net/http"
	"net/url"
	"os"
	"path/filepath"
	"regexp"
	"strconv"
	"strings"
	"testing"
)

// forms are the ways an address could be published by mistake.
func forms(address string) map[string]string {
	rot13 := strings.Map(func(r rune) rune {
		switch {
		case r >= 'a' && r <= 'z':
			return 'a' + (r-'a'+13)%26
		case r >= 'A' && r <= 'Z':
			return 'A' + (r-'A'+13)%26
		}
		return r
	}, address)
	m, s1, s2 := md5.Sum([]byte(address)), sha1.Sum([]byte(address)), sha256.Sum256([]byte(address))
	return map[string]string{
		"plain": address, "percent": url.QueryEscape(address), "entity": strings.ReplaceAll(address, "@", "&#64;"),
		"unicode escape": strings.ReplaceAll(address, "@", `\u0040`), "[at]": strings.ReplaceAll(address, "@", " [at] "),
		"rot13": rot13, "MD5": hex.EncodeToString(m[:]), "SHA-1": hex.EncodeToString(s1[:]), "SHA-256": hex.EncodeToString(s2[:]),
		"base64": base64.StdEncoding.EncodeToString([]byte(address)), "base64url": base64.RawURLEncoding.EncodeToString([]byte(address)),
		"local part": strings.Split(address, "@")[0],
	}
}

var anyAddress = regexp.MustCompile(`[A-Za-z0-9._%+-]+@[A-Za-z0-9-]+(\.[A-Za-z0-9-]+)+`)

// No public byte has an address that is not the agency's own, nor anything
// computed from one: canaries go through everything a visitor can do, then
// every file of the site is searched, and every page a stranger may open.
func TestNoAddressIsInAnyPublicByte(t *testing.T) {
	t.Parallel()
	data := t.TempDir()
	p := start(t, data)
	canaries := []string{"canary.approved@birds.example", "canary.held@birds.example", "canary.reply@birds.example", "canary.applied@birds.example"}
	staff := signIn(t, p.base, "tess@greenroom.example")
	visitor := client()
	say := func(email, parent, text string) (status string) {
		form := url.Values{"post": {crashPost}, "parent": {parent}, "name": {"Bird"}, "email": {email}, "text": {text}, "key": {text}}
		code, location, body, err := send(t.Context(), visitor, "POST", p.base+"/api/comments", form)
		if err != nil || code != 303 {
			t.Fatalf("commenting: %d, %v\n%s", code, err, body)
		}
		return location
	}
	first := say(canaries[0], "", "Chirp one.")
	say(canaries[1], "", "Chirp two.")
	id := approve(t, p, staff, first)
	approve(t, p, staff, say(canaries[2], id, "Chirp three."))
	eventually(t, "both are on the page", func() bool {
		_, page := get(t, client(), p.base+"/blog/"+crashPost+"/")
		return strings.Contains(page, "Chirp one.") && strings.Contains(page, "Chirp three.")
	})

	applied := appliesAndIsBuilt(t, p, canaries[3])

	public := map[string]string{}
	site := os.DirFS(filepath.Join(data, "site"))
	err := fs.WalkDir(site, ".", func(name string, d fs.DirEntry, err error) error {
		if name != "." && strings.HasPrefix(name, ".") && d != nil && d.IsDir() {
			return fs.SkipDir // where a build puts down what it is about to publish; never served
		}
		if err != nil || d.IsDir() {
			return err
		}
		body, err := fs.ReadFile(site, name)
		public[name] = string(body)
		return err
	})
	if err != nil || len(public) < 50 {
		t.Fatalf("%d files, %v", len(public), err)
	}
	for _, path := range []string{first, "/comments/new?post=" + crashPost + "&parent=" + id, "/sign-in", "/nothing", applied, "/apply/" + rollingProgram} {
		_, public[path] = get(t, client(), p.base+path)
	}
	for name, body := range public {
		for _, canary := range canaries {
			for form, value := range forms(canary) {
				if strings.Contains(body, value) {
					t.Errorf("%s holds %s of %s", name, form, canary)
				}
			}
		}
		for _, found := range anyAddress.FindAllString(body, -1) {
			if !strings.HasSuffix(found, "@greenroom.example") || found == "moderators@greenroom.example" {
				t.Errorf("%s holds the address %s", name, found)
			}
		}
		for _, secret := range []string{"Chirp two.", "Featherstone", "birdsong.example", "Nobody else may read this angle.", "found the vacuum cleaner", "Jo Marsden"} {
			if strings.Contains(body, secret) {
				t.Errorf("%s holds %q, which nobody approved or may see", name, secret)
			}
		}
	}
}

// appliesAndIsBuilt sends an application, and has its program paused and opened
// again, so that the site is built from records that know of it. It returns
// the address of the receipt.
func appliesAndIsBuilt(t *testing.T, p *process, email string) (receipt string) {
	form := applicationForm(0)
	for name, value := range map[string]string{"email": email, "name": "Ada Featherstone", "channel": "https://birdsong.example/ada",
		"angle": "Nobody else may read this angle."} {
		form.Set(name, value)
	}
	status, receipt, body, err := send(t.Context(), client(), http.MethodPost, p.base+"/api/applications", form)
	if err != nil || status != http.StatusSeeOther {
		t.Fatalf("applying: %d, %v\n%s", status, err, body)
	}
	lead := signIn(t, p.base, "marisol@greenroom.example")
	program := p.base + "/api/desk/programs/" + rollingProgram
	for version, step := range []string{"/pause", "/resume"} {
		form := url.Values{"version": {strconv.Itoa(version)}, "notice": {"Notice of " + step}}
		status, _, body, err := send(t.Context(), lead, http.MethodPost, program+step, form)
		if err != nil || status != http.StatusSeeOther {
			t.Fatalf("%s: %d, %v\n%s", step, status, err, body)
		}
	}
	eventually(t, "the site says so", func() bool {
		_, page := get(t, client(), p.base+"/programs/"+rollingProgram+"/")
		return strings.Contains(page, "Notice of /resume")
	})
	return receipt
}

var reference = regexp.MustCompile(`Reference ([0-9A-Z]{26})`)

// approve approves the comment of a status page and returns its id.
func approve(t *testing.T, p *process, staff *http.Client, status string) string {
	t.Helper()
	_, page := get(t, client(), p.base+status)
	m := reference.FindStringSubmatch(page)
	if m == nil {
		t.Fatalf("no reference on the status page:\n%s", page)
	}
	path := "/desk/comments/" + crashPost + "/" + m[1]
	_, desk := get(t, staff, p.base+path)
	version, err1 := field(desk, "/approve", "version")
	revision, err2 := field(desk, "/approve", "revision")
	if err := errors.Join(err1, err2); err != nil {
		t.Fatal(err)
	}
	code, _, body, err := send(t.Context(), staff, "POST", p.base+"/api"+path+"/approve", url.Values{"version": {version}, "revision": {revision}})
	if err != nil || code != 303 {
		t.Fatalf("approving: %d, %v\n%s", code, err, body)
	}
	return m[1]
}
