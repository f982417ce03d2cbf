from nscl.apps.traceability.models import Event


def answers(row, *, after, upto, most, at):
    import json

    from nscl.apps.traceability.queries.events import StoredEvent

    q = Event.objects.filter(id__gt=after, id__lte=upto, record_time__gte=row.initial_record_time).order_by(
        "id"
    )
    if row.query.organisation_id:
        q = q.filter(organisation_id=row.query.organisation_id)
    if "EQ_action" in row.query.query:
        q = q.filter(action__in=row.query.query["EQ_action"])
    f = [StoredEvent(e.id, json.loads(e.raw)) for e in q[: most + 1]]
    return f[:most], len(f) > most


def document(row, events, *, at):
    return {
        "type": "EPCISQueryDocument",
        "epcisBody": {
            "queryResults": {
                "queryName": row.query.name,
                "subscriptionID": str(row.uuid),
                "resultsBody": {"eventList": [e.event for e in events]},
            }
        },
    }
