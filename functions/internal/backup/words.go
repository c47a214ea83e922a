package backup

import "fmt"

// KeptFor is how long a backup may be kept, in days: as long as AWS keeps the
// tables' own past.
const KeptFor = 35

// Warning is said with every backup.
func Warning() string {
	return fmt.Sprintf("It holds personal data: e-mail addresses, mail and notes on people. Nobody else may read it.\n"+
		"Keep it encrypted, and no longer than %d days. The agency's secret is not in it.", KeptFor)
}

// Told is what a restore did, in lines for a person.
func (p *Plan) Told() string {
	text := fmt.Sprintf("restored a backup made %s: %d items put, %d were there already, %d removed; %d uploads\n",
		p.Header.Made.Format("2006-01-02 15:04 MST"), p.Missing, p.Same, len(p.Extra), p.Summary.Files)
	if p.Changed > 0 {
		text += fmt.Sprintf("%d mails were on their way when it was made and are held: they may have left since.\n"+
			"They stand on the desk's first page under what waits, with a button that sends each.\n", p.Changed)
	}
	return text
}
