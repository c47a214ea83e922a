package web

import "testing"

func TestANumberAsPeopleWriteIt(t *testing.T) {
	t.Parallel()
	for typed, want := range map[string]int{
		"": 0, " ": 0, "0": 0, "45": 45, " 45 ": 45, "$45": 45, "45 €": 45, "£1,200": 1200, "1200": 1200,
		"12 000": 12000, "12.000": 12000, "12'000": 12000, "12’000": 12000, "12\u00a0000": 12000, "1,234,567": 1234567,
		"45.50": -1, "45,5": -1, "1,20": -1, "1200,000": -1, "1,,200": -1, "45.": -1, ".45": -1, ",200": -1,
		"-45": -1, "+45": -1, "a lot": -1, "45 dollars": -1, "4e3": -1, "0x1f": -1, "٤٥": -1, "9999999999999999999999": -1,
	} {
		if got := amount(typed); got != want {
			t.Errorf("%q is %d, want %d", typed, got, want)
		}
	}
}
