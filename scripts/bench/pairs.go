package main

import (
	"context"
	"time"
)

// From so many posts on, one pair is enough unless -pairs says otherwise.
const fewPairs = 50_000

func (b *bench) pairCount(posts int) int {
	switch {
	case b.options.pairs > 0:
		return b.options.pairs
	case posts >= fewPairs:
		return 1
	}
	return 5
}

// pairs builds the corpus with ours and with Hugo in turn, each time into a
// folder that was not there before; ours fills a new cache as well, as people
// have it.
func (b *bench) pairs(ctx context.Context, r *result) error {
	for i := range b.pairCount(r.corpus.posts) {
		out, cache := b.fresh("ours"), b.fresh("cache")
		u, err := b.measure(ctx, buildSite(b.site, r.corpus, out, cache)...)
		if err != nil {
			return err
		}
		r.ours = append(r.ours, u)
		if i == 0 {
			if r.site, err = readTree(out); err != nil {
				return err
			}
		}
		b.drop(out, cache)
		if b.hugo == "" {
			continue
		}
		if err := b.hugoOnce(ctx, r); err != nil {
			return err
		}
	}
	return nil
}

func (b *bench) hugoOnce(ctx context.Context, r *result) error {
	out := b.fresh("hugo")
	defer b.drop(out)
	u, err := b.measure(ctx, b.buildHugo(r.corpus, out)...)
	if err != nil {
		return err
	}
	r.hugo = append(r.hugo, u)
	if r.other == nil {
		r.other, err = readTree(out)
	}
	return err
}

// ratios are ours to Hugo's, pair by pair.
func (r *result) ratios(of func(usage) float64) []float64 {
	var list []float64
	for i := range min(len(r.ours), len(r.hugo)) {
		if other := of(r.hugo[i]); other > 0 {
			list = append(list, of(r.ours[i])/other)
		}
	}
	return list
}

// What a usage is compared by.
func wall(u usage) float64   { return u.Wall.Seconds() }
func cpu(u usage) float64    { return u.CPU.Seconds() }
func memory(u usage) float64 { return float64(u.Peak) }

// values are those of each usage.
func values(list []usage, of func(usage) float64) []float64 {
	var out []float64
	for _, u := range list {
		out = append(out, of(u))
	}
	return out
}

// middle is the median of each value on its own.
func middle(list []usage) usage {
	return usage{
		Wall: time.Duration(median(values(list, wall)) * float64(time.Second)),
		CPU:  time.Duration(median(values(list, cpu)) * float64(time.Second)),
		Peak: int64(median(values(list, memory))),
	}
}
