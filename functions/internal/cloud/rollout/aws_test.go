package rollout

import (
	"encoding/json"
	"encoding/xml"
	"fmt"
	"io"
	"net/http"
	"slices"
	"strings"
	"sync"
)

// account stands for the services of AWS that a deployment asks.
type account struct {
	mu      sync.Mutex
	calls   []string // what was asked, in order
	objects map[string]string

	watched     map[string]string // the form that made or changed a stack of alarms, by its name and region
	status      string            // of the stack; "" if there is none
	description string            // of the stack
	template    string            // key of the one in the pending change set
	changes     []change          // of the next change set
	refuses     string            // why the next change set fails
	overtaken   bool              // another change set is made first
	fails       string            // which resource fails to be updated
	stopped     func()            // is called when the change set is made, which then takes for ever
	events      []string          // newest last, as id;type;name;status;reason

	answer  string   // of the publish function
	parts   []string // what it answers before
	broken  bool     // it fails
	dropped []string
}

type change struct{ action, resource, kind, replacement string }

func (a *account) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	a.mu.Lock()
	defer a.mu.Unlock()
	body, err := io.ReadAll(r.Body)
	if err != nil {
		http.Error(w, err.Error(), http.StatusBadRequest)
		return
	}
	switch {
	case strings.HasPrefix(r.URL.Path, "/2015-03-31/functions/"):
		a.note("Invoke", strings.Split(r.URL.Path, "/")[3], string(body))
		a.invoke(w)
	case strings.HasPrefix(r.URL.Path, "/2020-05-31/distribution/"):
		a.invalidate(w, body)
	case r.URL.Path == "/":
		_, rest, _ := strings.Cut(r.Header.Get("Authorization"), "Credential=")
		a.query(w, strings.Split(rest, "/")[2], string(body))
	default:
		a.bucket(w, r, body)
	}
}

func (a *account) note(call ...string) { a.calls = append(a.calls, strings.Join(call, " ")) }

func (a *account) asked(call string) bool {
	a.mu.Lock()
	defer a.mu.Unlock()
	return slices.ContainsFunc(a.calls, func(c string) bool { return strings.HasPrefix(c, call) })
}

func (a *account) invoke(w http.ResponseWriter) {
	if a.broken {
		w.Header().Set("X-Amz-Function-Error", "Unhandled")
		fmt.Fprint(w, `{"errorMessage":"bucket is full"}`)
		return
	}
	if len(a.parts) > 0 {
		fmt.Fprint(w, a.parts[0])
		a.parts = a.parts[1:]
		return
	}
	fmt.Fprint(w, a.answer)
}

func (a *account) invalidate(w http.ResponseWriter, body []byte) {
	var batch struct {
		Paths struct {
			Quantity int
			Items    struct{ Path []string }
		}
	}
	if err := xml.Unmarshal(body, &batch); err != nil || batch.Paths.Quantity != len(batch.Paths.Items.Path) {
		http.Error(w, "bad batch", http.StatusBadRequest)
		return
	}
	a.note("CreateInvalidation")
	a.dropped = batch.Paths.Items.Path
	w.WriteHeader(http.StatusCreated)
	fmt.Fprint(w, `<Invalidation><Id>I1</Id><Status>InProgress</Status></Invalidation>`)
}

// bucket keeps objects; the bucket itself is there once a stack has made it.
func (a *account) bucket(w http.ResponseWriter, r *http.Request, body []byte) {
	name, key, _ := strings.Cut(strings.TrimPrefix(r.URL.Path, "/"), "/")
	data, there := a.objects[key]
	switch {
	case key == "" && r.Method == http.MethodHead:
		if a.objects == nil {
			w.WriteHeader(http.StatusNotFound)
		}
	case key == "" && r.Method == http.MethodGet:
		a.list(w, r.URL.Query().Get("prefix"))
	case r.Method == http.MethodPut:
		a.note("PutObject", name, key)
		a.objects[key] = string(body)
	case !there:
		w.WriteHeader(http.StatusNotFound)
	case r.Method == http.MethodGet:
		fmt.Fprint(w, data)
	}
}

func (a *account) list(w http.ResponseWriter, prefix string) {
	fmt.Fprint(w, "<ListBucketResult>")
	for key := range a.objects {
		if strings.HasPrefix(key, prefix) {
			fmt.Fprintf(w, "<Contents><Key>%s</Key></Contents>", key)
		}
	}
	fmt.Fprint(w, "</ListBucketResult>")
}

// deployments are the records that are there.
func (a *account) deployments() (all []deployment) {
	a.mu.Lock()
	defer a.mu.Unlock()
	for key, text := range a.objects {
		if strings.HasPrefix(key, "deployments/") {
			var d deployment
			if err := json.Unmarshal([]byte(text), &d); err != nil {
				panic(err) // we wrote it
			}
			all = append(all, d)
		}
	}
	slices.SortFunc(all, func(x, y deployment) int { return x.At.Compare(y.At) })
	return all
}
