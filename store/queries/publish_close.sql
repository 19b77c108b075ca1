-- Makes @plan, at @revision, a published one, as @edition.
update plan set state = 'published', edition_id = @edition, changed_at = now()
where id = @plan and revision = @revision and state in ('draft', 'proposed', 'returned')
