package main

import (
	"context"
	"errors"
	"fmt"
	"strings"
	"time"

	"github.com/aws/aws-lambda-go/events"

	"greenroom/functions/internal/cloud/sam"
	"greenroom/functions/internal/cloud/standin"
)

// follow does what AWS does by itself: it hands changes and the time over,
// until ctx ends.
func (s *stack) follow(ctx context.Context) {
	for _, m := range s.mappings() {
		go func() {
			if err := m.Follow(ctx); err != nil {
				s.faults.add("following " + m.Name + ": " + err.Error())
			}
		}()
	}
	for function, resource := range s.template.Functions() {
		for id := range sam.Dict(s.template.Properties(resource), "Events") {
			event := sam.Dict(s.template.Properties(resource), "Events", id, "Properties")
			if strings.HasPrefix(sam.Str(event, "ScheduleExpression"), "rate(1 minute)") {
				go s.strike(ctx, function, sam.Str(event, "Input"))
			}
		}
	}
}

func (s *stack) givenUp(mapping string, records []events.DynamoDBEventRecord) {
	s.faults.add(fmt.Sprintf("%s gave %d records up", mapping, len(records)))
}

// strikeEvery is six times as often as the template says, so that nobody who
// goes a journey waits a minute.
const strikeEvery = 10 * time.Second

func (s *stack) strike(ctx context.Context, function, input string) {
	tick := time.NewTicker(strikeEvery)
	defer tick.Stop()
	for {
		if _, err := s.pool.Invoke(ctx, function, []byte(input)); err != nil && ctx.Err() == nil && !errors.Is(err, standin.ErrBusy) {
			s.faults.add(function + " failed: " + err.Error())
		}
		select {
		case <-ctx.Done():
			return
		case <-tick.C:
		}
	}
}
