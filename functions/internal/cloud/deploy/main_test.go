package main

import (
	"testing"

	"greenroom/functions/internal/cloud/rollout"
)

func TestFlagsStandBeforeAndAfterTheStage(t *testing.T) {
	t.Parallel()
	tests := []struct {
		arguments []string
		want      rollout.Options
		refused   bool
	}{
		{arguments: []string{"staging"}, want: rollout.Options{Stage: "staging"}},
		{arguments: []string{"staging", "-dry-run"}, want: rollout.Options{Stage: "staging", DryRun: true}},
		{arguments: []string{"-rollback", "staging", "-artifacts", "ours"}, want: rollout.Options{Stage: "staging", Rollback: true, Artifacts: "ours"}},
		{arguments: nil, refused: true},
		{arguments: []string{"-dry-run"}, refused: true},
		{arguments: []string{"staging", "production"}, refused: true},
		{arguments: []string{"staging", "-dry-run", "production"}, refused: true},
	}
	for _, tt := range tests {
		got, err := read(tt.arguments)
		if (err != nil) != tt.refused || (!tt.refused && got != tt.want) {
			t.Errorf("%q: got %+v, %v, want %+v, refused: %v", tt.arguments, got, err, tt.want, tt.refused)
		}
	}
}
