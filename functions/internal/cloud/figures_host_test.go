package cloud

import (
	"encoding/json"
	"fmt"
	"io"
	"net/http"
	"os"
	"os/exec"
	"path/filepath"
	"strconv"
	"strings"
	"sync"
	"testing"
	"time"
)

// longHost runs the publish function's program as Lambda does, for builds that
// take minutes, and says what they cost.
type longHost struct {
	lambdaHost
	timeout time.Duration // as template.yaml has it
	process *os.Process
	dir     string // its temporary folder
}

func startLong(t *testing.T, program string, timeout time.Duration, environment map[string]string) *longHost {
	t.Helper()
	h := &longHost{timeout: timeout, lambdaHost: lambdaHost{events: make(chan []byte), answers: make(chan lambdaAnswer, 1), exited: make(chan struct{})}}
	command := exec.Command(program)
	command.Dir, command.Stdout, command.Stderr = t.TempDir(), &h.log, &h.log
	command.Env = []string{"AWS_LAMBDA_RUNTIME_API=" + strings.TrimPrefix(startServer(t, h), "http://"), "_HANDLER=bootstrap", "TMPDIR=" + command.Dir}
	for name, value := range environment {
		command.Env = append(command.Env, name+"="+value)
	}
	if err := command.Start(); err != nil {
		t.Fatal(err)
	}
	h.process, h.dir = command.Process, command.Dir
	go func() {
		defer close(h.exited)
		_ = command.Wait() // how it ended is in the log
	}()
	t.Cleanup(func() {
		_ = h.process.Kill() // fails only if it has ended already
		<-h.exited
	})
	return h
}

func (h *longHost) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	if strings.HasSuffix(r.URL.Path, "/next") { // its answer has the deadline that the function has
		w = deadline{w, h.timeout}
	}
	h.lambdaHost.ServeHTTP(w, r)
}

// deadline gives the function the time that it has.
type deadline struct {
	http.ResponseWriter
	timeout time.Duration
}

func (d deadline) Write(b []byte) (int, error) {
	d.Header().Set("Lambda-Runtime-Deadline-Ms", strconv.FormatInt(time.Now().Add(d.timeout).UnixMilli(), 10))
	return d.ResponseWriter.Write(b)
}

// ask hands over an event and waits for as long as it takes.
func (h *longHost) ask(t *testing.T, event any) (answer siteAnswer) {
	t.Helper()
	text, err := json.Marshal(event)
	if err != nil {
		t.Fatal(err)
	}
	h.events <- text
	select {
	case a := <-h.answers:
		if err := json.Unmarshal(a.body, &answer); err != nil || !strings.HasSuffix(a.path, "/response") || len(answer.BatchItemFailures) > 0 {
			t.Fatalf("got %s: %s\n%s", a.path, a.body, h.log.String())
		}
	case <-h.exited:
		t.Fatalf("program ended:\n%s", h.log.String())
	}
	return answer
}

// used are the seconds of processor time and the most memory so far, in MB.
func (h *longHost) used(t *testing.T) (seconds, peak float64) {
	t.Helper()
	stat, err := os.ReadFile(fmt.Sprintf("/proc/%d/stat", h.process.Pid))
	if err != nil {
		t.Fatal(err)
	}
	_, rest, _ := strings.Cut(string(stat), ") ")
	fields := strings.Fields(rest) // from the third of proc(5) on, in hundredths
	user, _ := strconv.ParseFloat(fields[11], 64)
	system, _ := strconv.ParseFloat(fields[12], 64)
	status, err := os.ReadFile(fmt.Sprintf("/proc/%d/status", h.process.Pid))
	if err != nil {
		t.Fatal(err)
	}
	_, most, _ := strings.Cut(string(status), "VmHWM:")
	kB, _ := strconv.ParseFloat(strings.Fields(most)[0], 64)
	return (user + system) / 100, kB / 1e3
}

// disk watches how much the program has in its folder, until stop is called.
func (h *longHost) disk() (stop func() (most float64)) {
	end, most := make(chan struct{}), make(chan float64)
	var once sync.Once
	go func() {
		peak := 0.0
		for {
			select {
			case <-end:
				most <- peak
				return
			case <-time.After(5 * time.Second):
				peak = max(peak, sizeOf(h.dir))
			}
		}
	}()
	return func() float64 { once.Do(func() { close(end) }); return <-most }
}

// sizeOf is in MB. What goes away meanwhile counts for nothing.
func sizeOf(dir string) (size float64) {
	_ = filepath.WalkDir(dir, func(_ string, d os.DirEntry, err error) error {
		if err != nil || d.IsDir() {
			return nil
		}
		if info, err := d.Info(); err == nil {
			size += float64((info.Size()+4095)/4096*4096) / 1e6
		}
		return nil
	})
	return size
}

// far has each call wait for so long, as S3 does.
func far(next http.Handler, wait time.Duration, told func(r *http.Request, bytes int64)) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		told(r, r.ContentLength)
		time.Sleep(wait)
		next.ServeHTTP(w, r)
		_, _ = io.Copy(io.Discard, r.Body)
	})
}
