-- CreateTable
CREATE TABLE "clusters" (
    "id" TEXT NOT NULL,
    "name" TEXT NOT NULL,
    "last_sequence" INTEGER NOT NULL DEFAULT 0,
    "first_seen_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "last_seen_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "clusters_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "runs" (
    "id" UUID NOT NULL,
    "cluster_id" TEXT NOT NULL,
    "sequence" INTEGER NOT NULL,
    "cluster_name" TEXT NOT NULL,
    "state" TEXT NOT NULL,
    "request" JSONB NOT NULL,
    "trigger" TEXT NOT NULL,
    "started_by" TEXT NOT NULL,
    "correlation_id" TEXT NOT NULL,
    "queued_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "started_at" TIMESTAMPTZ(3),
    "ended_at" TIMESTAMPTZ(3),
    "attempt" INTEGER NOT NULL DEFAULT 0,
    "crashes" INTEGER NOT NULL DEFAULT 0,
    "worker" TEXT,
    "lease_until" TIMESTAMPTZ(3),
    "reason" TEXT,
    "cancelled_by" TEXT,
    "version" INTEGER NOT NULL DEFAULT 1,
    "checks_done" INTEGER NOT NULL DEFAULT 0,
    "checks_total" INTEGER NOT NULL,

    CONSTRAINT "runs_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "run_outcomes" (
    "run_id" UUID NOT NULL,
    "taken_at" TIMESTAMPTZ(3) NOT NULL,
    "outcomes" JSONB NOT NULL,
    "coverage" JSONB NOT NULL,
    "seen_blindly" UUID[],
    "out_of_sight" UUID[],

    CONSTRAINT "run_outcomes_pkey" PRIMARY KEY ("run_id")
);

-- CreateTable
CREATE TABLE "findings" (
    "id" UUID NOT NULL,
    "cluster_id" TEXT NOT NULL,
    "fingerprint" TEXT NOT NULL,
    "check_id" TEXT NOT NULL,
    "variant" TEXT NOT NULL,
    "problem" TEXT NOT NULL,
    "kind" TEXT NOT NULL,
    "namespace" TEXT,
    "name" TEXT NOT NULL,
    "root" JSONB NOT NULL,
    "part" TEXT,
    "state" TEXT NOT NULL,
    "severity" SMALLINT NOT NULL,
    "message" TEXT NOT NULL,
    "changes" JSONB NOT NULL,
    "labels" JSONB NOT NULL,
    "caused_by" TEXT[],
    "remedy" TEXT NOT NULL,
    "episode" INTEGER NOT NULL,
    "revision_from" INTEGER NOT NULL,
    "first_seen" TIMESTAMPTZ(3) NOT NULL,
    "since" TIMESTAMPTZ(3) NOT NULL,
    "resolved_taken_at" TIMESTAMPTZ(3),

    CONSTRAINT "findings_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "finding_episodes" (
    "finding_id" UUID NOT NULL,
    "number" INTEGER NOT NULL,
    "opened_sequence" INTEGER NOT NULL,
    "opened_by" UUID NOT NULL,
    "opened_at" TIMESTAMPTZ(3) NOT NULL,
    "opened_taken_at" TIMESTAMPTZ(3) NOT NULL,
    "resolved_sequence" INTEGER,
    "resolved_by" UUID,
    "resolved_at" TIMESTAMPTZ(3),
    "resolved_taken_at" TIMESTAMPTZ(3),
    "last_values" JSONB,

    CONSTRAINT "finding_episodes_pkey" PRIMARY KEY ("finding_id","number")
);

-- CreateTable
CREATE TABLE "finding_revisions" (
    "finding_id" UUID NOT NULL,
    "from_sequence" INTEGER NOT NULL,
    "until_sequence" INTEGER,
    "episode" INTEGER NOT NULL,
    "severity" SMALLINT NOT NULL,
    "message" TEXT NOT NULL,
    "name" TEXT NOT NULL,
    "changes" JSONB NOT NULL,
    "text" TEXT NOT NULL,
    "subjects" JSONB NOT NULL,
    "labels" JSONB NOT NULL,
    "mentions" TEXT[],

    CONSTRAINT "finding_revisions_pkey" PRIMARY KEY ("finding_id","from_sequence")
);

-- CreateTable
CREATE TABLE "finding_latest" (
    "cluster_id" TEXT NOT NULL,
    "request_key" TEXT NOT NULL,
    "scope" JSONB NOT NULL,
    "checks" JSONB,
    "values" JSONB NOT NULL,

    CONSTRAINT "finding_latest_pkey" PRIMARY KEY ("cluster_id","request_key")
);

-- CreateTable
CREATE TABLE "idempotency_keys" (
    "viewer" TEXT NOT NULL,
    "key" TEXT NOT NULL,
    "request_hash" TEXT NOT NULL,
    "run_id" UUID NOT NULL,
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "idempotency_keys_pkey" PRIMARY KEY ("viewer","key")
);

-- CreateTable
CREATE TABLE "audit_events" (
    "id" BIGSERIAL NOT NULL,
    "at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "viewer" TEXT NOT NULL,
    "via" TEXT NOT NULL,
    "role" TEXT NOT NULL,
    "action" TEXT NOT NULL,
    "cluster" TEXT,
    "arguments" JSONB NOT NULL,
    "outcome" TEXT NOT NULL,
    "reason" TEXT,
    "milliseconds" DOUBLE PRECISION NOT NULL,
    "correlation_id" TEXT NOT NULL,

    CONSTRAINT "audit_events_pkey" PRIMARY KEY ("id")
);

-- CreateIndex
CREATE INDEX "clusters_name_idx" ON "clusters"("name");

-- CreateIndex
CREATE INDEX "runs_state_cluster_id_sequence_idx" ON "runs"("state", "cluster_id", "sequence");

-- CreateIndex
CREATE INDEX "runs_queued_at_sequence_id_idx" ON "runs"("queued_at", "sequence", "id");

-- CreateIndex
CREATE UNIQUE INDEX "runs_cluster_id_sequence_key" ON "runs"("cluster_id", "sequence");

-- CreateIndex
CREATE INDEX "findings_cluster_id_state_idx" ON "findings"("cluster_id", "state");

-- CreateIndex
CREATE UNIQUE INDEX "findings_cluster_id_fingerprint_key" ON "findings"("cluster_id", "fingerprint");

-- CreateIndex
CREATE INDEX "idempotency_keys_created_at_idx" ON "idempotency_keys"("created_at");

-- CreateIndex
CREATE INDEX "audit_events_at_idx" ON "audit_events"("at");

-- CreateIndex
CREATE INDEX "audit_events_viewer_id_idx" ON "audit_events"("viewer", "id");

-- CreateIndex
CREATE INDEX "audit_events_action_id_idx" ON "audit_events"("action", "id");

-- AddForeignKey
ALTER TABLE "runs" ADD CONSTRAINT "runs_cluster_id_fkey" FOREIGN KEY ("cluster_id") REFERENCES "clusters"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "run_outcomes" ADD CONSTRAINT "run_outcomes_run_id_fkey" FOREIGN KEY ("run_id") REFERENCES "runs"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "findings" ADD CONSTRAINT "findings_cluster_id_fkey" FOREIGN KEY ("cluster_id") REFERENCES "clusters"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "finding_episodes" ADD CONSTRAINT "finding_episodes_finding_id_fkey" FOREIGN KEY ("finding_id") REFERENCES "findings"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "finding_revisions" ADD CONSTRAINT "finding_revisions_finding_id_fkey" FOREIGN KEY ("finding_id") REFERENCES "findings"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "finding_latest" ADD CONSTRAINT "finding_latest_cluster_id_fkey" FOREIGN KEY ("cluster_id") REFERENCES "clusters"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- By hand: the audit is append-only, also for whoever has the server's own password.
CREATE FUNCTION "audit_events_append_only"() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  RAISE EXCEPTION 'audit_events is append-only: % is refused', TG_OP USING ERRCODE = 'insufficient_privilege';
END
$$;
CREATE TRIGGER "audit_events_append_only" BEFORE UPDATE OR DELETE OR TRUNCATE ON "audit_events"
  FOR EACH STATEMENT EXECUTE FUNCTION "audit_events_append_only"();
