package cloud

import (
	"io/fs"
	"os"
	"regexp"
	"slices"
	"strings"
	"testing"

	"github.com/aws/aws-sdk-go-v2/service/ssm"
)

// whole is an environment with everything in it.
func whole() map[string]string {
	return map[string]string{
		"OPEN_TABLE": "open", "PRIVATE_TABLE": "private", "SITE_BUCKET": "site", "FILES_BUCKET": "files", "BASE_URL": "https://greenroom.example",
		"MAIL_FROM": "hello@greenroom.example", "MAIL_SETTINGS": "mail", "SECRET_PARAMETER": "/secret", "ORIGIN_SECRET_PARAMETER": "/origin",
	}
}

// TestReadConfig gives each function everything: it takes what it is known to
// need and looks at nothing else.
func TestReadConfig(t *testing.T) {
	t.Parallel()
	for function, names := range variables() {
		t.Run(function, func(t *testing.T) {
			t.Parallel()
			var asked []string
			c, err := readConfig(function, func(name string) string {
				asked = append(asked, name)
				return whole()[name]
			})
			if err != nil || !slices.Equal(asked, names) {
				t.Errorf("got variables %v, %v, want %v", asked, err, names)
			}
			for name, value := range whole() {
				want := ""
				if slices.Contains(names, name) {
					want = value
				}
				if got := *c.field(name); got != want {
					t.Errorf("%s: got %q, want %q", name, got, want)
				}
			}
		})
	}
}

func TestReadConfigFaults(t *testing.T) {
	t.Parallel()
	tests := []struct {
		name, function string
		change         map[string]string
		want           []string
	}{
		{"missing", "publish", map[string]string{"SITE_BUCKET": ""}, []string{"SITE_BUCKET", "template.yaml", "function publish"}},
		{"all that is missing", "deliver", map[string]string{"PRIVATE_TABLE": "", "MAIL_FROM": ""}, []string{"PRIVATE_TABLE", "MAIL_FROM"}},
		{"address with a name", "deliver", map[string]string{"MAIL_FROM": "Greenroom <hello@greenroom.example>"}, []string{"MAIL_FROM is not a bare address"}},
		{"base URL with a path", "comments", map[string]string{"BASE_URL": "https://greenroom.example/"}, []string{"BASE_URL: base URL must end after the host"}},
		{"no such function", "scanner", nil, []string{`no function "scanner"`}},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			env := whole()
			for name, value := range tt.change {
				env[name] = value
			}
			_, err := readConfig(tt.function, func(name string) string { return env[name] })
			if err == nil {
				t.Fatal("got no error")
			}
			for _, want := range tt.want {
				if !strings.Contains(err.Error(), want) {
					t.Errorf("got %q, want it to say %q", err, want)
				}
			}
		})
	}
}

// TestEnvironmentIsReadInOnePlace keeps variables from being read that
// variables() does not know. What runs on no function reads what it likes.
func TestEnvironmentIsReadInOnePlace(t *testing.T) {
	t.Parallel()
	var found []string
	err := fs.WalkDir(os.DirFS("../.."), ".", func(name string, _ fs.DirEntry, err error) error {
		if err != nil || !strings.HasSuffix(name, ".go") || strings.HasSuffix(name, "_test.go") || strings.Contains(name, "local/") || strings.Contains(name, "cloudtest/") {
			return err
		}
		source, err := os.ReadFile("../../" + name)
		if environmentRead.Match(source) {
			found = append(found, name)
		}
		return err
	})
	if want := []string{"internal/cloud/serve.go"}; err != nil || !slices.Equal(found, want) {
		t.Errorf("got the environment read in %v, %v, want %v", found, err, want)
	}
}

var environmentRead = regexp.MustCompile(`os\.(Getenv|LookupEnv|Environ|ExpandEnv)\b`)

// TestMainsRunTheirOwnFunction keeps a copied main.go from running another
// function than its directory says.
func TestMainsRunTheirOwnFunction(t *testing.T) {
	t.Parallel()
	for name := range variables() {
		source, err := os.ReadFile("../../" + name + "/main.go")
		if err != nil {
			t.Fatal(err)
		}
		serve, own := `cloud.Serve("`+name+`")`, "cloud."+strings.ToUpper(name[:1])+name[1:]+"()"
		if !strings.Contains(string(source), serve) && !strings.Contains(string(source), own) {
			t.Errorf("functions/%s/main.go calls neither %s nor %s", name, serve, own)
		}
	}
}

func TestSecretFaults(t *testing.T) {
	t.Parallel()
	client := ssm.NewFromConfig(fakeSettings(startFakeSSM(t, map[string]string{"/plain": "not/base64/at-all!"})))
	if _, err := secret(t.Context(), client, "/plain"); err == nil || strings.Contains(err.Error(), "at-all") {
		t.Errorf("got %v, want an error that does not quote the value", err)
	}
	if _, err := secret(t.Context(), client, "/none"); err == nil || !strings.Contains(err.Error(), "/none") {
		t.Errorf("got %v, want an error that names the parameter", err)
	}
}
