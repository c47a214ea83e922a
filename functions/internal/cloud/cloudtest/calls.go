package main

import (
	"maps"
	"net/http"
	"strings"
	"sync"
)

// calls counts what functions ask of services, by function and operation.
type calls struct {
	mu    sync.Mutex
	asked map[string]map[string]int // function → service operation → times
}

func (c *calls) count(function string, r *http.Request) {
	c.mu.Lock()
	defer c.mu.Unlock()
	if c.asked == nil {
		c.asked = map[string]map[string]int{}
	}
	if c.asked[function] == nil {
		c.asked[function] = map[string]int{}
	}
	c.asked[function][operation(r)]++
}

// operation names what a request asks for.
func operation(r *http.Request) string {
	if _, name, ok := strings.Cut(r.Header.Get("X-Amz-Target"), "."); ok {
		return name
	}
	if strings.HasPrefix(r.URL.Path, "/v2/email/") {
		return "SendEmail"
	}
	return r.Method + " object"
}

// all is a copy of what was counted.
func (c *calls) all() map[string]map[string]int {
	c.mu.Lock()
	defer c.mu.Unlock()
	copied := map[string]map[string]int{}
	for function, asked := range c.asked {
		copied[function] = maps.Clone(asked)
	}
	return copied
}

// faults are what must not happen, in the words of who noticed.
type faults struct {
	mu  sync.Mutex
	all []string
}

func (f *faults) add(fault string) {
	f.mu.Lock()
	defer f.mu.Unlock()
	f.all = append(f.all, fault)
}

func (f *faults) list() []string {
	f.mu.Lock()
	defer f.mu.Unlock()
	return append([]string{}, f.all...)
}
