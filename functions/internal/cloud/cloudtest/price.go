package main

import (
	"encoding/json"
	"fmt"
	"os"
	"slices"
)

// priceList is infra/prices.json: what AWS asks for, on a day and in a region.
type priceList struct {
	Date, Region, Currency, Note string
	Lines                        []price
}

// price is what so many of something cost.
type price struct {
	Name       string // what is counted, as usage has it
	Price, Per float64
	Unit       string // what that is, in words
	Source     string // page that has it
}

// readPrices reads a list and refuses one that cannot be reckoned with.
func readPrices(name string) (list priceList, err error) {
	text, err := os.ReadFile(name)
	if err != nil {
		return list, fmt.Errorf("reading prices: %w", err)
	}
	if err := json.Unmarshal(text, &list); err != nil {
		return list, fmt.Errorf("reading prices: %s: %w", name, err)
	}
	for i, p := range list.Lines {
		if p.Per <= 0 || p.Price < 0 || p.Source == "" || slices.ContainsFunc(list.Lines[:i], func(q price) bool { return q.Name == p.Name }) {
			return list, fmt.Errorf("reading prices: %s: %q stands twice, has no source or is of no number", name, p.Name)
		}
	}
	return list, nil
}

// charge is one line of a bill.
type charge struct {
	price
	Count, Cost float64
}

// bill reckons what counts cost, in the order of the list. What is counted and
// has no price is an error, so that nothing is left out.
func (l priceList) bill(counts map[string]float64) (charges []charge, total float64, err error) {
	for name := range counts {
		if !slices.ContainsFunc(l.Lines, func(p price) bool { return p.Name == name }) {
			return nil, 0, fmt.Errorf("reckoning costs: %q has no price", name)
		}
	}
	for _, p := range l.Lines {
		if n := counts[p.Name]; n != 0 {
			c := charge{p, n, n * p.Price / p.Per}
			charges, total = append(charges, c), total+c.Cost
		}
	}
	return charges, total, nil
}
