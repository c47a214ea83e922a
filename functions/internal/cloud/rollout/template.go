package rollout

import (
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"fmt"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
)

var (
	codeURI     = regexp.MustCompile(`(?m)^( +CodeUri: )functions/([a-z]+)/$`)
	description = regexp.MustCompile(`(?m)^Description: .*$`)
	marked      = regexp.MustCompile(`\(deployment ([0-9a-f]{16})\)`)
)

func (r *Rollout) template() (string, error) {
	text, err := os.ReadFile(filepath.Join(r.Root, "template.yaml"))
	if err != nil {
		return "", fmt.Errorf("reading the template: %w", err)
	}
	return string(text), nil
}

// functionsOf names the directories that the template deploys.
func functionsOf(text string) []string {
	var names []string
	for _, match := range codeURI.FindAllStringSubmatch(text, -1) {
		names = append(names, match[2])
	}
	slices.Sort(names)
	return slices.Compact(names)
}

// filled puts the zips in the place of the directories, and a mark of all that
// is deployed into the description. The stack shows the mark when it has come
// to be what the template says, and loses it when it falls back: so it is known
// which deployment a stack is at, whatever became of who deployed it.
func filled(text, bucket string, parts []part, given []parameter) (out, mark string, err error) {
	places := map[string]string{}
	for _, p := range parts {
		places[p.name] = "s3://" + bucket + "/" + p.key()
	}
	text = codeURI.ReplaceAllStringFunc(text, func(line string) string {
		match := codeURI.FindStringSubmatch(line)
		return match[1] + places[match[2]]
	})
	values, err := json.Marshal(given)
	if err != nil {
		return "", "", err
	}
	if len(description.FindAllString(text, -1)) != 1 || strings.Contains(text, "CodeUri: functions/") {
		return "", "", fmt.Errorf("the template wants one Description, and a CodeUri functions/<name>/ for each function")
	}
	sum := sha256.Sum256(append([]byte(text), values...))
	mark = hex.EncodeToString(sum[:8])
	return description.ReplaceAllString(text, "${0} (deployment "+mark+")"), mark, nil
}

// markOf is the mark in a stack's description, or "".
func markOf(description string) string {
	if match := marked.FindStringSubmatch(description); match != nil {
		return match[1]
	}
	return ""
}
