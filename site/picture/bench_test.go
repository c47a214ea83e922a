package picture

import "testing"

func BenchmarkCard(b *testing.B) {
	c := Card{"Greenroom", "Program · Food", "A week of cooking from the windowsill", "Grow basil, mint and chives on your counter for four weeks, then show us one ordinary dinner they ended up in.", "Hobb & Sill · open until 2 June 2026"}
	for b.Loop() {
		if _, err := c.PNG(); err != nil {
			b.Fatal(err)
		}
	}
}
