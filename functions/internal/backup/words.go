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
	if n := p.Changed["mail"]; n > 0 {
		text += fmt.Sprintf("mails that were on their way when it was made: %d. They are held, as they may have left since.\n"+
			"They stand on the desk's first page, with a button that sends each.\n", n)
	}
	if n := p.Changed["release"]; n > 0 {
		text += fmt.Sprintf("releases of outcomes that were under way: %d. They were ended where they stood, as people may have been told since.\n"+
			"Whoever was not told is in the next release.\n", n)
	}
	return text
}
