package main

import (
	"strings"

	"greenroom/site/content"
	"greenroom/site/generate"
)

// problems are those in what a build answered with, sorted, if it is made of
// nothing else. Those with records name the file they are kept in.
func (o options) problems(err error) content.Problems {
	all := gather(err)
	for i, p := range all {
		if rest, found := strings.CutPrefix(p.File, generate.RecordsFile); found {
			all[i].File = o.records + rest
		}
	}
	return all.Sort()
}

// gather returns the problems in err, if it is made of nothing else.
func gather(err error) content.Problems {
	if problems, ok := err.(content.Problems); ok {
		return problems
	}
	joined, ok := err.(interface{ Unwrap() []error })
	if !ok {
		return nil
	}
	var all content.Problems
	for _, one := range joined.Unwrap() {
		problems := gather(one)
		if problems == nil {
			return nil
		}
		all = append(all, problems...)
	}
	return all
}
