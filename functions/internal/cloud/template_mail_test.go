package cloud

import (
	"fmt"
	"slices"
)

// The rules here are about mail, what comes back of it, and the queues in which
// somebody finds what went wrong.

func mailIsSettled(t template) (faults []string) {
	settings, identity := t.properties("MailSettings"), t.properties("SenderIdentity")
	for _, w := range []struct {
		of    map[string]any
		want  any
		steps []string
	}{
		{settings, "greenroom-test", []string{"Name"}},
		{settings, "REQUIRE", []string{"DeliveryOptions", "TlsPolicy"}},
		{settings, true, []string{"ReputationOptions", "ReputationMetricsEnabled"}},
		{settings, "[BOUNCE COMPLAINT]", []string{"SuppressionOptions", "SuppressedReasons"}},
		{identity, "greenroom.example", []string{"EmailIdentity"}},
		{identity, true, []string{"DkimAttributes", "SigningEnabled"}},
		{identity, "RSA_2048_BIT", []string{"DkimSigningAttributes", "NextSigningKeyLength"}},
		{identity, "bounce.greenroom.example", []string{"MailFromAttributes", "MailFromDomain"}},
	} {
		if got := at(value(w.of), w.steps...); fmt.Sprint(got) != fmt.Sprint(w.want) {
			faults = append(faults, fmt.Sprintf("%v is %v, want %v", w.steps, got, w.want))
		}
	}
	if str(t, "Resources", "SenderIdentity", "Condition") != "MakesIdentity" {
		faults = append(faults, "a domain that is an identity already cannot be sent from")
	}
	return faults
}

// mailTroubleIsTold leads what SES says of our mail, and of no other stage's,
// to a queue, and what could not be led there to the other one.
func mailTroubleIsTold(t template) (faults []string) {
	events, _ := value(t.properties("MailEvents")).(map[string]any)
	rule, _ := value(t.properties("MailTroubleRule")).(map[string]any)
	bus := "arn:AWS::Partition:events:AWS::Region:AWS::AccountId:event-bus/default"
	for what, pair := range map[string][2]any{
		"configuration set": {events["ConfigurationSetName"], "MailSettings"},
		"event types":       {at(events, "EventDestination", "MatchingEventTypes"), []string{"BOUNCE", "COMPLAINT", "REJECT"}},
		"destination":       {at(events, "EventDestination", "EventBridgeDestination", "EventBusArn"), bus},
		"sending of events": {at(events, "EventDestination", "Enabled"), true},
		"rule":              {rule["State"], "ENABLED"},
		"source":            {at(rule, "EventPattern", "source"), []string{"aws.ses"}},
		"kinds":             {at(rule, "EventPattern", "detail-type"), []string{"Email Bounced", "Email Complaint Received", "Email Rejected"}},
		"stage":             {at(rule, "EventPattern", "detail", "mail", "tags", "ses:configuration-set"), []string{"greenroom-test"}},
		"targets":           {len(list(rule, "Targets")), 1},
		"target":            {at(rule, "Targets", "0", "Arn"), "MailTrouble.Arn"},
		"dead letters":      {at(rule, "Targets", "0", "DeadLetterConfig", "Arn"), "FailedChanges.Arn"},
	} {
		if fmt.Sprint(pair[0]) != fmt.Sprint(pair[1]) {
			faults = append(faults, fmt.Sprintf("%s: %v, want %v", what, pair[0], pair[1]))
		}
	}
	return faults
}

// queuesAreClosed lets one rule write into them, beside functions by their own
// rights, and keeps what is there as long as SQS can.
func queuesAreClosed(t template) (faults []string) {
	for _, name := range t.ofType("AWS::SQS::Queue") {
		p := t.properties(name)
		if p["SqsManagedSseEnabled"] != true || p["MessageRetentionPeriod"] != 14*24*60*60 {
			faults = append(faults, name+" is not encrypted, or forgets before fourteen days")
		}
		for _, fault := range t.queueOpenings(name) {
			faults = append(faults, name+": "+fault)
		}
	}
	return faults
}

func (t template) queueOpenings(queue string) (faults []string) {
	policy, _ := value(t.properties(queue + "Policy")).(map[string]any)
	if !slices.Equal(texts(policy["Queues"]), []string{queue}) {
		faults = append(faults, "its policy is for another queue")
	}
	encrypted := false
	for _, s := range list(policy, "PolicyDocument", "Statement") {
		if str(s, "Effect") == "Deny" {
			encrypted = encrypted || str(s, "Action") == "sqs:*" && str(s, "Principal") == "*" && str(s, "Resource") == queue+".Arn" &&
				str(s, "Condition", "Bool", "aws:SecureTransport") == "false"
			continue
		}
		if str(s, "Principal", "Service") != "events.amazonaws.com" || str(s, "Condition", "ArnEquals", "aws:SourceArn") != "MailTroubleRule.Arn" ||
			!slices.Equal(texts(at(s, "Action")), []string{"sqs:SendMessage"}) || str(s, "Resource") != queue+".Arn" {
			faults = append(faults, fmt.Sprintf("%v lets others in", at(s, "Sid")))
		}
	}
	if !encrypted {
		faults = append(faults, "connections in the clear are not refused")
	}
	return faults
}
