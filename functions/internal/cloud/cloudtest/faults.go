package main

import "sync"

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
