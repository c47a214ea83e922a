package main_test

import (
	"bufio"
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"net/http"
	"net/http/cookiejar"
	"net/url"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"strings"
	"sync"
	"syscall"
	"testing"
	"time"

	"greenroom/site/generate"
)

// binary is the real command, built once for all tests of the package.
var binary = sync.OnceValues(func() (string, error) {
	dir, err := os.MkdirTemp("", "greenroom-local-")
	if err != nil {
		return "", err
	}
	path := filepath.Join(dir, "greenroom")
	out, err := exec.Command("go", "build", "-o", path, ".").CombinedOutput()
	if err != nil {
		return "", fmt.Errorf("building: %w\n%s", err, out)
	}
	return path, nil
})

// rendered is a cache that has every picture and share card of the project's
// own words, so that not each run has to draw them.
var rendered = sync.OnceValues(func() (string, error) {
	dir, err := os.MkdirTemp("", "greenroom-rendered-")
	if err != nil {
		return "", err
	}
	builder := generate.New(generate.Options{Cache: filepath.Join(dir, "cache"), Now: time.Now})
	target := generate.NewFolder(filepath.Join(dir, "site"))
	_, err = builder.Build(context.Background(), generate.Input{Content: os.DirFS(filepath.Join("..", "..", "content"))}, target)
	return filepath.Join(dir, "cache"), errors.Join(err, builder.Close(), target.Close())
})

// patience is how long a test waits for a condition before it gives up.
const patience = time.Minute

// process is one run of the command.
type process struct {
	t    *testing.T
	cmd  *exec.Cmd
	base string // address it serves
	out  *lockedBuffer
	done chan struct{} // closed when it has ended
}

type lockedBuffer struct {
	mu sync.Mutex
	b  bytes.Buffer
}

func (l *lockedBuffer) Write(p []byte) (int, error) {
	l.mu.Lock()
	defer l.mu.Unlock()
	return l.b.Write(p)
}

func (l *lockedBuffer) String() string {
	l.mu.Lock()
	defer l.mu.Unlock()
	return l.b.String()
}

var siteLine = regexp.MustCompile(`(?m)^  site +(http://\S+)/$`)

// onStack is the program that brings up all of template.yaml on this machine,
// if that is to be tested instead of the local server (scripts/cloudtest).
func onStack() string { return os.Getenv("GREENROOM_STACK") }

// noPage is what a page that is not there says: CloudFront has one page for all
// of them.
func noPage() string {
	if onStack() != "" {
		return "There is no page here"
	}
	return "Page not found"
}

// command prepares a run on data with the words of the project.
func command(t *testing.T, data string, args ...string) *exec.Cmd {
	t.Helper()
	if stack := onStack(); stack != "" {
		cmd := exec.Command(stack, append([]string{"serve", "-kit", os.Getenv("GREENROOM_KIT"), "-addr", "127.0.0.1:0"}, args...)...) // which keeps nothing
		cmd.Dir = filepath.Join("..", "..")
		return cmd
	}
	path, err := binary()
	if err != nil {
		t.Fatal(err)
	}
	cache := filepath.Join(data, "rendered")
	if _, err := os.Stat(cache); errors.Is(err, fs.ErrNotExist) {
		from, err := rendered()
		if err = errors.Join(err, os.CopyFS(cache, os.DirFS(from))); err != nil {
			t.Fatal(err)
		}
	}
	args = append([]string{"-addr", "127.0.0.1:0", "-data", data}, args...)
	cmd := exec.Command(path, args...)
	cmd.Dir = filepath.Join("..", "..")
	return cmd
}

// start runs the command and waits until it serves.
func start(t *testing.T, data string, args ...string) *process {
	t.Helper()
	p := &process{t: t, cmd: command(t, data, args...), out: &lockedBuffer{}, done: make(chan struct{})}
	pipe, err := p.cmd.StdoutPipe()
	if err != nil {
		t.Fatal(err)
	}
	p.cmd.Stderr = p.out
	if err := p.cmd.Start(); err != nil {
		t.Fatal(err)
	}
	serving := make(chan string, 1)
	go func() {
		defer close(p.done)
		lines, base := bufio.NewScanner(pipe), ""
		for lines.Scan() {
			fmt.Fprintln(p.out, lines.Text())
			if m := siteLine.FindStringSubmatch(lines.Text()); m != nil {
				base = m[1]
			}
			if strings.HasPrefix(lines.Text(), "Ctrl-C stops") { // the last line of the greeting
				serving <- base
			}
		}
		_ = p.cmd.Wait() // how it ended is asked of ProcessState
	}()
	t.Cleanup(p.kill)
	select {
	case p.base = <-serving:
	case <-p.done:
		t.Fatalf("it ended before it served:\n%s", p.out)
	case <-time.After(patience):
		t.Fatalf("it does not serve:\n%s", p.out)
	}
	if onStack() != "" {
		t.Cleanup(func() { p.faultless(t) })
	}
	return p
}

// kill ends the process the hard way. A stack has programs of its own to end
// first.
func (p *process) kill() {
	if onStack() != "" {
		_ = p.cmd.Process.Signal(syscall.SIGTERM)
	} else {
		_ = p.cmd.Process.Kill() // it may have ended already
	}
	<-p.done
}

// faultless demands that a stack has seen nothing that must not happen.
func (p *process) faultless(t *testing.T) {
	res, err := http.Get(p.base + "/dev/faults.json")
	if err != nil {
		t.Error(err)
		return
	}
	defer res.Body.Close()
	var faults []string
	if err := json.NewDecoder(res.Body).Decode(&faults); err != nil || len(faults) > 0 {
		t.Errorf("the stack has faults: %v\n%s", err, strings.Join(faults, "\n"))
	}
}

// stop ends it gracefully and returns its exit code.
func (p *process) stop(t *testing.T) int {
	t.Helper()
	if err := p.cmd.Process.Signal(syscall.SIGTERM); err != nil {
		t.Fatal(err)
	}
	select {
	case <-p.done:
	case <-time.After(patience):
		t.Fatalf("it does not stop:\n%s", p.out)
	}
	return p.cmd.ProcessState.ExitCode()
}

// eventually waits for a condition.
func eventually(t *testing.T, what string, is func() bool) {
	t.Helper()
	deadline := time.After(patience)
	tick := time.NewTicker(20 * time.Millisecond)
	defer tick.Stop()
	for !is() {
		select {
		case <-deadline:
			t.Fatalf("it never came true that %s", what)
		case <-tick.C:
		}
	}
}

// client is somebody with cookies who does not follow redirects by itself.
func client() *http.Client {
	jar, _ := cookiejar.New(nil) // never fails without options
	return &http.Client{Jar: jar, Timeout: patience, CheckRedirect: func(*http.Request, []*http.Request) error {
		return http.ErrUseLastResponse
	}}
}

// send does a request and reads the whole answer.
func send(ctx context.Context, c *http.Client, method, address string, form url.Values) (status int, location, body string, err error) {
	r, err := http.NewRequestWithContext(ctx, method, address, strings.NewReader(form.Encode()))
	if err != nil {
		return 0, "", "", err
	}
	if method == http.MethodPost {
		r.Header.Set("Content-Type", "application/x-www-form-urlencoded")
	}
	res, err := c.Do(r)
	if err != nil {
		return 0, "", "", err
	}
	defer res.Body.Close()
	data, err := io.ReadAll(res.Body)
	return res.StatusCode, res.Header.Get("Location"), string(data), err
}

func get(t *testing.T, c *http.Client, address string) (status int, body string) {
	t.Helper()
	status, _, body, err := send(t.Context(), c, http.MethodGet, address, nil)
	if err != nil {
		t.Fatal(err)
	}
	return status, body
}

// letter is a mail in the local mailbox.
type letter struct{ To, Subject, Text, HTML, At string }

func mailbox(t *testing.T, base string) []letter {
	t.Helper()
	_, body := get(t, client(), base+"/dev/mail.json")
	var letters []letter
	if err := json.Unmarshal([]byte(body), &letters); err != nil {
		t.Fatalf("mailbox: %v\n%s", err, body)
	}
	return letters
}

var (
	linkInMail = regexp.MustCompile(`/sign-in/link/(\S+)/(\S+)`)
	codeInMail = regexp.MustCompile(`(?m)^\d{6}$`)
)

// signIn signs in as one of the staff with the link from the mailbox.
func signIn(t *testing.T, base, email string) *http.Client {
	t.Helper()
	c := client()
	before := len(signInLinks(t, base, email))
	if status, _, body, err := send(t.Context(), c, "POST", base+"/api/sign-in", url.Values{"email": {email}}); err != nil || status != 303 {
		t.Fatalf("asking: %d, %v\n%s", status, err, body)
	}
	var link []string
	eventually(t, "the sign-in mail arrives", func() bool {
		links := signInLinks(t, base, email)
		if len(links) <= before {
			return false
		}
		link = links[0]
		return true
	})
	form := url.Values{"request": {link[1]}, "token": {link[2]}}
	if status, _, body, err := send(t.Context(), c, "POST", base+"/api/sign-in/link", form); err != nil || status != 303 {
		t.Fatalf("signing in: %d, %v\n%s", status, err, body)
	}
	return c
}

// signInLinks are those that were mailed to somebody, newest first.
func signInLinks(t *testing.T, base, email string) (links [][]string) {
	t.Helper()
	for _, l := range mailbox(t, base) {
		if link := linkInMail.FindStringSubmatch(l.Text); link != nil && l.To == email {
			links = append(links, link)
		}
	}
	return links
}

// field returns the value of a hidden field in the form whose action ends so.
func field(body, action, name string) (string, error) {
	_, form, found := strings.Cut(body, action+`"`)
	if !found {
		return "", errors.New("no form " + action)
	}
	form, _, _ = strings.Cut(form, "</form>")
	m := regexp.MustCompile(`name="` + name + `" value="([^"]*)"`).FindStringSubmatch(form)
	if m == nil {
		return "", errors.New("no field " + name)
	}
	return m[1], nil
}
