-- Who a person's language is from: the platform's hint, what they write, or their own choice, which stays.
alter table person add column language_by text not null default 'choice';
alter table person alter column language_by set default 'platform';
