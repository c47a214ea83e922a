package main

import (
	"maps"
	"sync"
)

// What is counted, as infra/prices.json has it.
const (
	invocations  = "invocations"
	gbSeconds    = "GB-seconds"
	readUnits    = "read units"
	writeUnits   = "write units"
	s3Puts       = "S3 puts"
	s3Gets       = "S3 gets"
	s3Deletes    = "S3 deletes"
	mailsSent    = "mails"
	apiRequests  = "API requests"
	cdnRequests  = "CDN requests"
	cdnFunctions = "CDN functions"
	cdnBytes     = "CDN bytes"
	logBytes     = "log bytes"
	traces       = "traces"
	parameters   = "parameters"
	alarms       = "alarms"
	dashboards   = "dashboards"
)

func counted() []string {
	return []string{invocations, gbSeconds, readUnits, writeUnits, s3Puts, s3Gets, s3Deletes, mailsSent, apiRequests,
		cdnRequests, cdnFunctions, cdnBytes, logBytes, traces, parameters, alarms, dashboards}
}

// counts are who used what, and how much of it.
type counts map[string]map[string]float64

// usage counts what AWS would charge for.
type usage struct {
	mu  sync.Mutex
	all counts
}

func (u *usage) add(who, what string, n float64) {
	u.mu.Lock()
	defer u.mu.Unlock()
	if u.all == nil {
		u.all = counts{}
	}
	if u.all[who] == nil {
		u.all[who] = map[string]float64{}
	}
	u.all[who][what] += n
}

// take returns what was counted since it was last asked.
func (u *usage) take() counts {
	u.mu.Lock()
	defer u.mu.Unlock()
	taken := u.all
	u.all = nil
	return taken
}

// sum is of all who used something.
func (c counts) sum() map[string]float64 {
	sums := map[string]float64{}
	for _, used := range c {
		for what, n := range used {
			sums[what] += n
		}
	}
	return sums
}

// times is so many times that.
func times(counted map[string]float64, n float64) map[string]float64 {
	all := maps.Clone(counted)
	for what := range all {
		all[what] *= n
	}
	return all
}
