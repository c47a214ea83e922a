package cloud

import (
	"context"
	"encoding/json"
	"fmt"
	"io"
	"net/http"
	"os"
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
	*lambdaHost
	timeout time.Duration // as template.yaml has it
	dir     string        // its temporary folder
}

func startLong(t *testing.T, program string, timeout time.Duration, environment map[string]string) *longHost {
	t.Helper()
	dir := t.TempDir()
	environment["TMPDIR"] = dir
	return &longHost{lambdaHost: startLambda(t, program, environment), timeout: timeout, dir: dir}
}

// ask hands over an event and waits as long as the function may take.
func (h *longHost) ask(t *testing.T, event any) (answer siteAnswer) {
	t.Helper()
	text, err := json.Marshal(event)
	if err != nil {
		t.Fatal(err)
	}
	ctx, cancel := context.WithTimeout(t.Context(), h.timeout)
	defer cancel()
	said, err := h.Invoke(ctx, text)
	if err == nil {
		err = json.Unmarshal(said, &answer)
	}
	if err != nil || len(answer.BatchItemFailures) > 0 {
		t.Fatalf("got %s, %v\n%s", said, err, h.Log.String())
	}
	return answer
}

// used are the seconds of processor time and the most memory so far, in MB.
func (h *longHost) used(t *testing.T) (seconds, peak float64) {
	t.Helper()
	stat, err := os.ReadFile(fmt.Sprintf("/proc/%d/stat", h.PID()))
	if err != nil {
		t.Fatal(err)
	}
	_, rest, _ := strings.Cut(string(stat), ") ")
	fields := strings.Fields(rest) // from the third of proc(5) on, in hundredths
	user, _ := strconv.ParseFloat(fields[11], 64)
	system, _ := strconv.ParseFloat(fields[12], 64)
	status, err := os.ReadFile(fmt.Sprintf("/proc/%d/status", h.PID()))
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
