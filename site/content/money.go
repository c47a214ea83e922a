package content

import "strconv"

// Money is a whole amount as people write it: "$1,200", "CHF 300".
func Money(amount int, currency string) string {
	signs := map[string]string{"USD": "$", "CAD": "CA$", "AUD": "A$", "GBP": "£", "EUR": "€"}
	if sign := signs[currency]; sign != "" {
		return sign + Thousands(amount)
	}
	return currency + " " + Thousands(amount)
}

// Thousands is a number with its thousands apart: "1,200".
func Thousands(n int) string {
	digits := strconv.Itoa(n)
	for i := len(digits) - 3; i > 0; i -= 3 {
		digits = digits[:i] + "," + digits[i:]
	}
	return digits
}
