package main

import (
	"math"
	"os"
	"path/filepath"
	"strings"
	"testing"
)

func TestABillIsCountsTimesPrices(t *testing.T) {
	t.Parallel()
	list := priceList{Lines: []price{
		{Name: "writes", Price: 0.5, Per: 1_000_000, Source: "a page"},
		{Name: "mails", Price: 0.1, Per: 1_000, Source: "a page"},
		{Name: "free", Price: 0, Per: 1, Source: "a page"},
		{Name: "unused", Price: 9, Per: 1, Source: "a page"},
	}}
	charges, total, err := list.bill(map[string]float64{"mails": 2_000, "writes": 3_000_000, "free": 7})
	if err != nil {
		t.Fatal(err)
	}
	if len(charges) != 3 || charges[0].Name != "writes" || charges[0].Cost != 1.5 || charges[1].Cost != 0.2 || charges[2].Cost != 0 {
		t.Errorf("got %+v, want writes for 1.5, mails for 0.2 and what is free", charges)
	}
	if math.Abs(total-1.7) > 1e-12 {
		t.Errorf("the total is %v, want 1.7", total)
	}
}

func TestWhatHasNoPriceIsNotLeftOut(t *testing.T) {
	t.Parallel()
	_, _, err := priceList{}.bill(map[string]float64{"mails": 1})
	if err == nil || !strings.Contains(err.Error(), `"mails" has no price`) {
		t.Errorf("got %v, want an error that names what has no price", err)
	}
}

func TestThePriceListHasAPriceForAllThatIsCounted(t *testing.T) {
	t.Parallel()
	list, err := readPrices("../../../../infra/prices.json")
	if err != nil {
		t.Fatal(err)
	}
	if list.Date == "" || list.Region == "" {
		t.Error("the list has no day or no region")
	}
	counts := map[string]float64{}
	for _, name := range counted() {
		counts[name] = 1
	}
	if _, _, err := list.bill(counts); err != nil {
		t.Error(err)
	}
}

func TestAPriceListThatCannotBeReckonedWithIsRefused(t *testing.T) {
	t.Parallel()
	for name, text := range map[string]string{
		"of none":   `{"Lines": [{"Name": "a", "Price": 1, "Per": 0, "Source": "x"}]}`,
		"twice":     `{"Lines": [{"Name": "a", "Price": 1, "Per": 1, "Source": "x"}, {"Name": "a", "Price": 2, "Per": 1, "Source": "x"}]}`,
		"no source": `{"Lines": [{"Name": "a", "Price": 1, "Per": 1}]}`,
		"no JSON":   `prices`,
	} {
		file := filepath.Join(t.TempDir(), "prices.json")
		if err := os.WriteFile(file, []byte(text), 0o600); err != nil {
			t.Fatal(err)
		}
		if _, err := readPrices(file); err == nil {
			t.Errorf("a list with a price %s is taken", name)
		}
	}
}

func TestUsageIsAddedUpByWhoUsedItAndTaken(t *testing.T) {
	t.Parallel()
	u := &usage{}
	u.add("desk", readUnits, 0.5)
	u.add("desk", readUnits, 1)
	u.add("publish", s3Puts, 2)
	first := u.take()
	if first["desk"][readUnits] != 1.5 || first.sum()[s3Puts] != 2 || len(u.take()) != 0 {
		t.Errorf("got %v, want 1.5 reads of desk, 2 puts of publish, and nothing after", first)
	}
}

func TestCapacityIsReadFromBothShapesOfAnAnswer(t *testing.T) {
	t.Parallel()
	for answer, want := range map[string]float64{
		`{"ConsumedCapacity":{"CapacityUnits":2.5}}`:                         2.5,
		`{"ConsumedCapacity":[{"CapacityUnits":4},{"CapacityUnits":2}]}`:     6,
		`{"Item":{"PK":{"S":"a"}}}`:                                          0,
		`{"__type":"TransactionCanceledException","CancellationReasons":[]}`: 0,
	} {
		if got := units([]byte(answer)); got != want {
			t.Errorf("%s: got %v units, want %v", answer, got, want)
		}
	}
}
